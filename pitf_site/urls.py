from django.contrib import admin
from django.urls import include, path

from registry.urls import machines

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("registry.urls")),
    *machines,
]

handler400 = "registry.api.v1.bad_request"
handler404 = "registry.views.search.not_found"
