"""The steps behind dev.py. Standard library only, because they run before anything is installed.

They also run on Python 3.9 and 3.10, long enough to fetch a newer one.
"""
