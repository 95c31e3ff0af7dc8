"""The demo agency at work: its roster, two cycles, and cases that its people have taken to many different places.

It stands above the features, because its people use all of them; nothing but the command line knows it.
"""

from webapp.demo.seeding import is_new, seed

__all__ = ["is_new", "seed"]
