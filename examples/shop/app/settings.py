import os


class Settings:
    allowed_hosts = os.getenv("SHOP_ALLOWED_HOSTS", "*").split(",")


settings = Settings()
