"""Django as a WSGI application: the desk, and whatever has no plate."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tajuk.config.settings.base")

application = get_wsgi_application()
