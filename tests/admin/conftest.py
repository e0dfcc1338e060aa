import pytest
from django.contrib.auth.models import Permission, User


@pytest.fixture
def ada(db):
    return User.objects.create_superuser("ada", password="x")


@pytest.fixture
def staff(client, ada):
    """The browser of somebody who may do everything."""
    client.force_login(ada)
    return client


@pytest.fixture
def looker(client, db):
    """The browser of somebody who may look at everything and change nothing."""
    user = User.objects.create_user("rita", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(user)
    return client


@pytest.fixture
def intern(client, db):
    """The browser of somebody who may log in, and no more."""
    client.force_login(User.objects.create_user("ira", password="x", is_staff=True))
    return client
