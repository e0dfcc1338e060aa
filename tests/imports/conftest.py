import pytest
from django.contrib.auth.models import User

from .browser import may


@pytest.fixture
def clerk(client, db):
    """The browser of one who may load and apply agencies and seats, and no more."""
    user = User.objects.create_user("clerk", password="x", is_staff=True)
    may(user, "import_agency", "apply_agency", "import_seat", "apply_seat")
    client.force_login(user)
    return client
