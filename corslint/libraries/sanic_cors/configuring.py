"""What a Sanic application is told before Sanic-CORS reads it, in code and outside."""

from __future__ import annotations

from corslint.evaluate.study import Study
from corslint.evaluate.things import Called, Event, Made, Path, Thing
from corslint.libraries.flask_cors.config import Config
from corslint.libraries.sanic_ext.settings import Reader, Settings

MAY = "the settings of the application cannot be read here, which may set CORS_ORIGINS"


def told(study: Study, path: Path, until: Called | None, app: Thing | None) -> Config:
    """The configuration of ``app`` when ``until`` happens; None: any, in the end."""
    config = Config(study, path.frame.module)
    reader = Reader(study)
    if all(way is not path for way in study.module.paths):
        for way in study.module.paths[:1]:
            reader.read(way)
    reader.read(path._replace(events=before(path, until)))
    for settings in reader.found.values():
        if belongs(settings, app):
            fill(config, settings)
    return config


def fill(config: Config, settings: Settings) -> None:
    for each in (settings.set | settings.late).values():
        config.put(each.name, each.value, each.span)
    if not settings.complete:
        config.complete = False
        config.unread = config.unread or MAY


def belongs(settings: Settings, app: Thing | None) -> bool:
    return not isinstance(app, Made) or settings.subject == app.trace.span


def before(path: Path, until: Called | None) -> tuple[Event, ...]:
    moments = (i for i, event in enumerate(path.events) if event is until)
    return path.events[: next(moments, None)]
