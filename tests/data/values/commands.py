"""Options that click reads."""

#: option
# unset: --cors-origin
import click

@click.command()
@click.option("--cors-origin", default="*")
def main(cors_origin):
    cors_sink(cors_origin)

main(standalone_mode=False)


#: option that may be repeated
# unset: --origin
import click

@click.command()
@click.option("--origin", "-o", "cors", multiple=True, default=["*"])
def main(cors):
    cors_sink(cors)

main(standalone_mode=False)


#: repeated option without default
# unset: --origin
import click

@click.command()
@click.option("--origin", "-o", "cors", multiple=True)
def main(cors):
    cors_sink(cors)

main(standalone_mode=False)


#: option with a variable
# unset: --cors, CORS_X
import click

@click.command()
@click.option("--cors", envvar="CORS_X", default="*", show_default=True)
def main(cors):
    cors_sink(cors.split(","))

main(standalone_mode=False)


#: two-sided flag
# unset: --cors
import click

@click.command()
@click.option("--cors/--no-cors")
def main(cors):
    cors_sink(cors)

main(standalone_mode=False)


#: flag
# unset: --cors
import click

@click.command()
@click.option("--cors", is_flag=True)
def main(cors):
    cors_sink(cors)

main(standalone_mode=False)


#: default from a constant
# unset: --cors
from click import option, command

D = "*"

@command()
@option("--cors", default=D)
def main(cors):
    cors_sink(cors)

main(standalone_mode=False)


#: value passed to a function
# unset: --o
import click

def serve(cors):
    cors_sink(cors)

@click.command()
@click.option("--o", default="*")
def main(o):
    serve(o)

main(standalone_mode=False)


#: all options by keywords
# unset: --cors
import click

def serve(cors, **kw):
    cors_sink(cors)

@click.command()
@click.option("--cors", default="*")
def main(**kw):
    serve(**kw)

main(standalone_mode=False)


#: default that is called
# unset: --cors
import click

@click.command()
@click.option("--cors", default=lambda: "*")
def main(cors):
    cors_sink(cors)

main(standalone_mode=False)
