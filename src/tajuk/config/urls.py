"""All addresses of the product: the desk, the machines' ways in, then the reader's site."""

from django.urls import include, path
from wagtail.admin import urls as desk_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("desk/", include(desk_urls)),
    path("documents/", include(document_urls)),
    path("api/v1/wires/", include("tajuk.wires.urls")),
    path("api/v1/markets/", include("tajuk.markets.urls")),
    path("", include("tajuk.site.urls")),
]

handler404 = "tajuk.site.views.errors.not_found"
handler500 = "tajuk.site.views.errors.server_error"
