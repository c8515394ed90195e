"""Click in Swedish: headings of the help, and wrong usage as one sentence."""

from pathlib import Path
from typing import Any

import click

FOLDER = click.Path(path_type=Path, file_okay=False)
FILE = click.Path(path_type=Path, dir_okay=False)


class _Swedish(click.Command):
    """Takes --data and --password-file before or after the command, and words its help in Swedish."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
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
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        with formatter.section("Flaggor"):
            formatter.write_dl(records)
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
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = [(name, self.commands[name].get_short_help_str(90)) for name in self.list_commands(ctx)]
        with formatter.section("Kommandon"):
            formatter.write_dl(commands)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(self.commands)


def _keep(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """The innermost one that is given holds."""
    settings = context.find_root().ensure_object(dict)
    if value is not None:
        settings[option.name] = value
    return value


def usage_sentence(error: click.UsageError) -> str:
    """What was wrong with the call, in Swedish, and where to read more."""
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
        flag = error.param.opts[0] if isinstance(error.param, click.Option) else str(error.param.name).upper()
        if isinstance(error.param.type, click.Choice):
            return f"{flag} kan vara: {', '.join(map(str, error.param.type.choices))}."
        return f"Värdet för {flag} går inte att använda."
    if isinstance(error, click.BadOptionUsage):
        return f"Flaggan {error.option_name} saknar sitt värde."
    if error.ctx is not None and isinstance(error.ctx.command, click.Group):
        return "Kommandot finns inte."
    return "Kommandot har för många eller fel ord."
