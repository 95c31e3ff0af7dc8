"""What commands have in common, whatever they are about: the shape of what they tell, and how they write a time."""

import click

SHAPE = click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text")
WHEN = "%Y-%m-%d %H:%M UTC"
