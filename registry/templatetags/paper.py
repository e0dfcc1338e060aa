"""Whether there is a PDF."""

from django import template

from ..paper import is_printable

register = template.Library()
register.filter("is_printable", is_printable)
