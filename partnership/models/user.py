"""A person who signs in by email address. What they may do depends on memberships and seats, never on the person."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower

from partnership.history import HistoryRow, TrackedHistory, recording
from partnership.models.membership import read_memberships


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        with recording(None, by=None):
            user.save(using=self._db)
        return user

    @transaction.atomic
    def create_superuser(self, email, password=None, **fields):
        """Add installation staff. The address counts as confirmed: whoever has the shell is trusted."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.confirm_address()
        return user

    def to_choose(self, partnership, *, on, chosen=None):
        """Who has a place in a partnership after the day ``on``, by name; and the one with the id ``chosen``."""
        members = self.filter(memberships__in=partnership.membership_set.lasting(on))
        return (members | self.filter(pk=chosen)).distinct().order_by("name")

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. ``is_staff`` means installation staff, who look after the partnerships."""

    NAME_FIELDS = ("name",)

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField("may sign in", default=True)
    is_staff = models.BooleanField("installation staff", default=False)

    objects = UserManager()
    history = TrackedHistory(bases=[HistoryRow], excluded_fields=["password", "last_login"])

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="There is already an account with this email address.",
            )
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save. A confirmed address stops being confirmed when it is replaced by another."""
        altered = kwargs.get("update_fields")
        may_have_moved = not self._state.adding and (altered is None or "email" in altered)
        super().save(*args, **kwargs)
        if may_have_moved:
            self._other_addresses().delete()

    @transaction.atomic
    def confirm_address(self):
        """Mark the email address as confirmed: only then can the person sign in with a password.

        It is confirmed by a link that was emailed to it, or by an organisation we trust.
        """
        self._other_addresses().delete()
        self.emailaddress_set.update_or_create(
            email=self.email.lower(), defaults={"primary": True, "verified": True}
        )

    @property
    def has_confirmed_address(self):
        return self.emailaddress_set.filter(email=self.email.lower(), verified=True).exists()

    def _other_addresses(self):
        """allauth's rows of this person that are not about their current address."""
        return self.emailaddress_set.exclude(email=self.email.lower())

    def history_home(self):
        return "user", self.pk

    def partnership_pk(self):
        return None  # one person may belong to several partnerships

    def current_memberships(self, on):
        """This person's memberships that run on the day ``on`` (a date): fetched once a request."""
        if getattr(self, "_current_memberships", (None,))[0] != on:
            self._current_memberships = (on, read_memberships(self, on=on))
        return self._current_memberships[1]

    def find_partnership(self, slug, *, on):
        """The partnership at an address, with its house style, if they belong to it on the day; else None."""
        mine = (m.partnership for m in self.current_memberships(on))
        return next((partnership for partnership in mine if partnership.slug == slug), None)

    def partnership_ids(self, on, roles=None):
        """Ids of the partnerships this person belongs to on the day, in any of ``roles`` (None: in any)."""
        return {
            m.partnership_id
            for m in self.current_memberships(on)
            if roles is None or m.role in roles
        }
