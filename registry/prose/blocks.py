"""Photos and resolutions as they stand between the paragraphs of a sheet."""

from django.utils.html import format_html, format_html_join

from .reading import PhotoFacts, ResolutionFacts
from .words import Block, Printed


def photo_block(photo: PhotoFacts) -> Block:
    """The picture, if there is one, with caption and credit."""
    record = photo.record
    image = ""
    if record.image:
        image = format_html(
            '<img src="{}" alt="{}">', record.get_absolute_url(), photo["alternative_text"]
        )
    caption = format_html("{}", photo["caption"]) if record.caption else ""
    credit = ""
    if record.credit:
        credit = format_html(' <span class="credit">{}</span>', photo["credit"])
    return Block(
        format_html(
            '<figure class="photo">{}<figcaption>{}{}</figcaption></figure>',
            image,
            caption,
            credit,
        )
    )


def resolution_block(resolution: ResolutionFacts) -> Block:
    """Heading, title and paragraphs."""
    record = resolution.record
    heading = title = ""
    if record.heading:
        heading = format_html("<h2>{}</h2>", resolution["heading"])
    if record.printed_title:
        resolution.reading.note(record, "title", record.title, record.printed_title)
        title = Printed(record.printed_title, record.title)
    else:
        title = resolution["title"]
    resolution.reading.note(record, "text", record.text)
    paragraphs = format_html_join("", "<p>{}</p>", ((part,) for part in record.paragraphs))
    return Block(
        format_html(
            '<section class="resolution">{}<h3>{}</h3>{}</section>', heading, title, paragraphs
        )
    )
