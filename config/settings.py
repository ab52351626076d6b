"""The only settings. Every knob is read from the environment and is safe when unset (docs/operations.md)."""

from __future__ import annotations

from csp.constants import NONE, SELF

from config import env, logs
from gonghui.kernel.database import roles
from gonghui.kernel.database.home import PACKAGE, home

HOME = home()
SECRET_KEY = env.secret("GONGHUI_SECRET_KEY")
DEBUG = False
DEMO = env.flag("GONGHUI_DEMO")
BEHIND_TLS = env.flag("GONGHUI_BEHIND_TLS")
ALLOWED_HOSTS = env.words("GONGHUI_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("GONGHUI_ORIGINS", "")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
PLATFORM = "工会工作网"  # what messages outside call it
SITE_URL = env.text("GONGHUI_URL", (CSRF_TRUSTED_ORIGINS or ["http://localhost:8000"])[0]).rstrip("/")
GATEWAYS = env.gateways(demo=DEMO)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The serving process never holds the owner's address; migrate, restore and tests ask for it.
DATABASES: dict[str, dict[str, object]] = {"default": env.database("DATABASE_URL", roles.APP)}
if env.flag("GONGHUI_AS_OWNER"):
    DATABASES["owner"] = env.database("DATABASE_OWNER_URL", roles.OWNER)
    DATABASES["default"]["TEST"] = {"MIRROR": "owner"}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
DATE_FORMAT = SHORT_DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y-m-d H:i"
FORMAT_MODULE_PATH = ["config.formats"]

INSTALLED_APPS = [
    "gonghui.kernel.database",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "gonghui.kernel.journal",
    "gonghui.kernel.units",
    "gonghui.kernel.outlines",
    "gonghui.kernel.calendar",
    "gonghui.kernel.parameters",
    "gonghui.kernel.actors",
    "gonghui.kernel.files",
    "gonghui.kernel.jobs",
    "gonghui.kernel.notices",
    "gonghui.kernel.sync",
    "gonghui.kernel.register",
    "gonghui.kernel.process",
    "gonghui.kernel.letters",
    "gonghui.kernel.indicators",
    "gonghui.kernel.documents",
    "gonghui.kernel.linkage",
    "gonghui.registers.regions",
    "gonghui.registers.unions",
    "gonghui.registers.employers",
    "gonghui.registers.posts",
    "gonghui.registers.members",
    "gonghui.registers.services",
    "gonghui.registers.meetings",
    "gonghui.registers.dues",
    "gonghui.work.branches",
    "gonghui.work.founding",
    "gonghui.work.terms",
    "gonghui.work.duties",
    "gonghui.work.joining",
    "gonghui.work.belonging",
    "gonghui.work.own",
    "gonghui.work.orders",
    "gonghui.work.appeals",
    "gonghui.work.reports",
    "gonghui.work.survey",
    "gonghui.work.gaps",
    "gonghui.work.standards",
    "gonghui.insight.blindspots",
    "gonghui.insight.burden",
    "gonghui.insight.shells",
    "gonghui.insight.dashboard",
    "gonghui.insight.checker",
    "gonghui.site",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "gonghui.site.middleware.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "gonghui.kernel.actors.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gonghui.site.navigation.every_page",
            ]
        },
    },
]

AUTH_USER_MODEL = "actors.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/accounts/login/"
SUBJECT_LOGIN_URL = "/s/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "gonghui.site.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_PREVENT_ENUMERATION = True
CODE_LIMITS = {
    "code_asked": "20/m/ip,100/d/ip",
    "code_tried": "60/m/ip",
    "verify": "60/m/ip",
    "code_unworked": "6/h/ip",
    "join": "120/m/ip",
    "join_unworked": "20/h/ip",
    "receipt": "240/m/ip",
    "own_asked": "60/h/ip",
}  # an office shares one address
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/10m/key", **CODE_LIMITS}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_TLS)  # limits count the address the proxy saw, not the proxy
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = PLATFORM
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not BEHIND_TLS
MFA_REQUIRED = not env.flag("GONGHUI_MFA_OPTIONAL", default=DEMO)
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = HOME.work if HOME.work.exists() else None

CACHES = {
    "default": {"BACKEND": "gonghui.kernel.database.shelf.Shelf", "LOCATION": "django_cache"},
}
TASKS = {
    "default": {"BACKEND": "gonghui.kernel.jobs.backend.ProcrastinateBackend", "QUEUES": ["default"]},
}
STATIC_URL = "/static/"
STATIC_ROOT = HOME.path / "static"
HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": PLAIN if env.flag("GONGHUI_TESTS") else HASHED},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
KEY_RING = HOME.secrets / "keys.json"
CRYPTO_PROFILE = "sm4" if env.flag("GONGHUI_SM") else "aes"
LOGGING = logs.logging(env.text("GONGHUI_LOG_LEVEL", "WARNING"))
