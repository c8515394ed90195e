"""Click in Swedish: help, parameter types, and wrong usage as one sentence."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click


class SwedishType(click.ParamType[Any]):
    """A parameter type with Swedish error messages of its own."""


class SwedishUsageError(click.UsageError):
    """Options that cannot be combined, as a Swedish sentence."""


class _Path(SwedishType):
    """A path that is not of the other kind. The command checks whether it exists."""

    def __init__(self, name: str, *endings: str) -> None:
        self.name = name
        self._endings = endings

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        text = str(value)
        if not text or "\0" in text:
            self.fail(f"{self.name.upper()} är tomt eller går inte att använda.", param, ctx)
        path = Path(text)
        if self.name == "fil" and path.is_dir():
            self.fail(f"{path} är en mapp. Ange en fil.", param, ctx)
        if self.name == "mapp" and path.is_file():
            self.fail(f"{path} är en fil. Ange en mapp.", param, ctx)
        if self._endings and path.suffix.lower() not in self._endings:
            self.fail(f"Filens namn ska sluta på {_either(self._endings)}.", param, ctx)
        return path


class _Day(SwedishType):
    """A date written as 2026-10-05."""

    name = "datum"
    _EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            self.fail("Datum skrivs så här: 2026-10-05.", param, ctx)
        if not self._EARLIEST <= day <= self._LATEST:
            self.fail(f"Året {day.year} kan inte stämma.", param, ctx)
        return day


_EXTRA = re.compile(r"\s*\[[^\]]*\]$")
FOLDER, FILE, DAY = _Path("mapp"), _Path("fil"), _Day()


def file_ending_in(*endings: str) -> click.ParamType[Any]:
    return _Path("fil", *endings)


class _Swedish(click.Command):
    """Takes --data and --password-file before or after the command, and formats its help in Swedish."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[FLAGGOR]", **options})
        self.params += [
            click.Option(["--data"], type=FOLDER, help="Datamappen.", expose_value=False, callback=_keep),
            click.Option(
                ["--password-file"],
                type=FILE,
                help="Fil med lösenordet.",
                expose_value=False,
                callback=_keep,
            ),
        ]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Användning: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section("Flaggor"):
            formatter.write_dl([(name, _EXTRA.sub(_in_swedish, told)) for name, told in records])
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Visar den här hjälpen."
        return option


class SwedishCommand(_Swedish):
    pass


class SwedishGroup(_Swedish, click.Group):
    """Finds its commands in `modules`: by name, the module within `verkstad.cli` and the command in it."""

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **{"subcommand_metavar": "[KOMMANDO] …", **options})
        self._modules = modules

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Kommandon"):
            formatter.write_dl([(name, one.get_short_help_str(90)) for name, one in commands if one])

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self._modules:
            return None
        module, _, attribute = self._modules[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f"verkstad.cli.{module}"), attribute)
        return command


def _in_swedish(extra: re.Match[str]) -> str:
    """Translate click's addition to an option's help: "required", or a range, which is left out."""
    return " Måste anges." if "required" in extra[0] else ""


def _keep(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """Store the value. If it is given twice, the innermost one is used."""
    settings = context.find_root().ensure_object(dict)
    if value is not None:
        settings[option.name] = value
    return value


def usage_sentence(error: click.UsageError) -> str:
    """Return what was wrong with the call, in Swedish, and where to read more."""
    path = error.ctx.command_path if error.ctx else "verkstad"
    return f"{_what(error)} Skriv {path} --help för hjälp."


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"Flaggan {error.option_name} finns inte."
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
        flag = error.param.opts[0] if isinstance(error.param, click.Option) else name
        return f"{flag} saknas."
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _what_value(error, error.param)
    if isinstance(error, click.BadOptionUsage):
        return f"Flaggan {error.option_name} har inget värde, eller ett för mycket."
    if isinstance(error, SwedishUsageError):
        return error.message
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return "Kommandot finns inte."
    return "Kommandot har för många eller fel ord."


def _what_value(error: click.BadParameter, param: click.Parameter) -> str:
    flag = param.opts[0] if isinstance(param, click.Option) else ""
    if isinstance(param.type, SwedishType):
        return f"{flag}: {error.message}" if flag else error.message
    if isinstance(param.type, click.Choice):
        return f"{flag} kan vara: {', '.join(map(str, param.type.choices))}."
    if isinstance(param.type, click.IntRange):
        return f"{flag} ska vara ett heltal från {param.type.min} till {param.type.max}."
    return f"Värdet för {flag or param.human_readable_name} går inte att använda."


def _either(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} eller {words[-1]}"
