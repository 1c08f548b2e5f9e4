"""Objects made once and bound to the application in the factory."""

from flask_login import LoginManager
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
login = LoginManager()
