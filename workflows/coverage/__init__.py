"""What a decision table leaves out or says twice, each with an example: gaps, overlaps, rows that never count, order.

Cells are not taken apart. Each column is asked at the few points that matter: the values its cells mention, and one
between every two of them. What only compares with values answers the same everywhere between two points.
"""
