INSTALLED_APPS = ["corsheaders", "portal"]
MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]

CORS_ORIGIN_WHITELIST = [
    "https://portal.example.com",
    "admin.example.com",
]
CORS_ALLOW_CREDENTIALS = True
