"""What goes out, read again."""

from registry.exports.files import written


def content(ending, tables) -> bytes:
    with written(ending, tables) as file:
        return file.read()


def saved(folder, ending, tables):
    """The file on disk, as it would be sent back."""
    path = folder / f"sheet.{ending}"
    path.write_bytes(content(ending, tables))
    return path
