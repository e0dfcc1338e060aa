from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("registry.urls")),
]

handler400 = "registry.views.errors.bad_request"
handler404 = "registry.views.search.not_found"
