"""From facts to what is drawn: places and sizes in CSS pixels, words, records to link to.

Pure: no request, no HTML, no clock. The templates `registry/_picture_*.html` draw what
these files lay out, and `pictures.css` gives it its looks.
"""
