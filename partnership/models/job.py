"""Background work: what people asked for and no page waits for, and the processes that do it."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from partnership.models.partnership import Partnership


class Worker(models.Model):
    """A process that does jobs (``manage.py worker``), and when it was last heard of."""

    NOT_IN_ARCHIVE = "is a process of this installation"

    BEAT = timedelta(seconds=15)  # how often it says that it is alive
    SILENCE = timedelta(seconds=60)  # after which its job is given to another
    FORGOTTEN = timedelta(days=1)  # after which its row is deleted

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self):
        return f"Worker {self.id}"


class JobQuerySet(models.QuerySet):
    def visible_to(self, user, *, on):
        """A job is seen by the person who asked for it alone, while they belong to the partnership."""
        return self.filter(by=user, partnership__in=user.partnership_ids(on))

    def at_address(self, *, slug, pk):
        found = self.filter(pk=pk, partnership__slug=slug)
        return found.select_related("partnership__house_style")

    def open(self):
        """Those that wait or are being done."""
        return self.filter(state__in=Job.OPEN)

    def running(self):
        return self.filter(state=Job.State.RUNNING)

    def kept(self, at):
        """Without those whose time is over at the moment ``at``."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at))

    def expired(self, at):
        return self.filter(expires_at__lte=at)

    def with_size(self):
        """Each with the ``size`` of its file, in bytes; None without one."""
        return self.annotate(size=F("file__size"))

    def waiting(self, at):
        """Those that may be begun at ``at``, if nothing of their partnership or person is being done."""
        return self.filter(Q(not_before=None) | Q(not_before__lte=at), state=Job.State.QUEUED)

    def ready(self, at):
        """Those to begin at the moment ``at``, in order: one of a partnership and one of a person at a time.

        The partnership that was served longest ago comes first, so that nobody's many jobs hold up
        another partnership's one.
        """
        running = Job.objects.running().order_by()
        earlier = Job.objects.filter(partnership=OuterRef("partnership"), started_at__isnull=False)
        served = Subquery(earlier.order_by("-started_at").values("started_at")[:1])
        free = self.waiting(at).exclude(Exists(running.filter(partnership=OuterRef("partnership"))))
        free = free.exclude(Exists(running.filter(by=OuterRef("by"))))
        return free.annotate(served_at=served).order_by(
            F("served_at").asc(nulls_first=True), "asked_at", "pk"
        )

    def lost(self, at, *, by=None):
        """Those being done by a worker that has been silent for too long; or by ``by``, which knows it is not."""
        silent = Q(worker=None) | Q(worker__seen_at__lt=at - Worker.SILENCE)
        return self.running().filter(silent | Q(worker=by) if by else silent)


class Job(models.Model):
    """One piece of background work, asked for by a person or (``by`` is None) by the timetable.

    Nobody edits it, so it is in no history: it is deleted a week after it ended. Each attempt has a ``claim`` of
    its own; whatever an attempt writes is refused once the job has another claim or none.
    """

    NOT_IN_ARCHIVE = "is work that was asked of this installation"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Failed"

    OPEN = (State.QUEUED, State.RUNNING)
    MOST_ATTEMPTS = 3
    KEPT = timedelta(days=7)
    # Before the attempt that follows a failed one: someone waits for a file, no one for the timetable.
    PAUSE, LONG_PAUSE = timedelta(seconds=10), timedelta(minutes=30)

    # None: the installation's own, such as the seal of its accounts.
    partnership = models.ForeignKey(
        Partnership, null=True, on_delete=models.CASCADE, related_name="jobs"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="jobs"
    )
    asked_at = models.DateTimeField()
    task = models.CharField(max_length=200)  # where its function is: “reports.jobs.plan_pdf”
    title = models.CharField(max_length=300)
    record = models.BigIntegerField(null=True)  # what it is about, of the kind that its task names
    parameters = models.JSONField(default=dict)
    roles = models.JSONField(default=list)  # what the person was towards the record
    key = models.CharField(max_length=64)  # the same for the same thing asked by the same person
    basis = models.CharField(max_length=64, blank=True)  # what had changed by its last attempt

    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="jobs")
    not_before = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)  # its last attempt
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    done = models.PositiveIntegerField(default=0)  # steps, of ``total``
    total = models.PositiveIntegerField(default=0)
    progress = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=500, blank=True)  # a sentence, where it failed

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["by", "-asked_at"], name="job_by_person"),
            models.Index(fields=["partnership", "-started_at"], name="job_by_partnership"),
            models.Index(fields=["state"], name="job_by_state"),
            models.Index(fields=["key"], name="job_by_key"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state__in=("queued", "running")), name="job_asked_once"
            ),
            models.UniqueConstraint(
                fields=["partnership"], condition=Q(state="running"), name="job_one_a_partnership"
            ),
            models.UniqueConstraint(
                fields=["by"], condition=Q(state="running"), name="job_one_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state="running", claim__isnull=False)
                | (~Q(state="running") & Q(claim=None)),
                name="job_claimed_while_running",
            ),
        ]

    def __str__(self):
        return self.title

    def roles_of(self, user, *, on):
        return self.partnership.roles_of(user, on=on)

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def is_failed(self):
        return self.state == self.State.FAILED

    @property
    def pause(self):
        return self.PAUSE if self.by_id else self.LONG_PAUSE

    @property
    def is_worn_out(self):
        """Whether no attempt is left."""
        return self.attempts >= self.MOST_ATTEMPTS

    @property
    def progress_words(self):
        """What it is doing: “Setting the pages: step 2 of 3”; "" before it says so."""
        if not self.progress:
            return ""
        return f"{self.progress}: step {min(self.done + 1, self.total)} of {self.total}"

    def is_expired(self, *, at):
        return self.expires_at is not None and self.expires_at <= at

    def file_facts(self):
        """Its JobFile without what is in it; None without one."""
        return JobFile.objects.filter(job=self).defer("content").first()

    def begin(self, worker, *, at, basis):
        """Make the next attempt that of ``worker``; not saved."""
        self.state, self.worker, self.claim = self.State.RUNNING, worker, uuid4()
        self.attempts += 1
        self.started_at, self.not_before, self.basis = at, None, basis
        self.done, self.total, self.progress = 0, 0, ""

    def wait(self, *, until=None):
        """Put it back into the queue, until the moment ``until`` at the earliest; not saved."""
        self.state, self.worker, self.claim = self.State.QUEUED, None, None
        self.not_before = until
        self.done, self.total, self.progress = 0, 0, ""

    def end(self, state, *, at, error=""):
        """End it, done or failed; not saved."""
        self.state, self.worker, self.claim = state, None, None
        self.finished_at, self.expires_at, self.error = at, at + self.KEPT, error


class JobFile(models.Model):
    """The file that a job made: a table of its own, so that no list ever reads it."""

    NOT_IN_ARCHIVE = "is a copy of what is in the archive itself"

    job = models.OneToOneField(Job, primary_key=True, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=500)  # without the partnership's address and the ending
    ending = models.CharField(max_length=10)  # of partnership.downloads.TYPES
    size = models.PositiveBigIntegerField()  # in bytes
    content = models.BinaryField()  # empty if it is in parts

    def __str__(self):
        return f"{self.name}.{self.ending}"

    def read_parts(self):
        """The bytes of a file in parts, one part after another: one query and one part in memory at a time."""
        for position in range(self.parts.count()):
            yield bytes(self.parts.get(position=position).content)


class JobFilePart(models.Model):
    """A part of a file that is too large to be held in memory, or in one row."""

    NOT_IN_ARCHIVE = "is a copy of what is in the archive itself"
    SIZE = 1024**2  # bytes

    file = models.ForeignKey(JobFile, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "position"], name="job_file_part_once_a_position"
            )
        ]

    def __str__(self):
        return f"{self.file}, part {self.position}"
