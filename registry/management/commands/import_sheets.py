import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize
from django.utils import timezone

from registry.imports.batches import import_files
from registry.imports.sent import Options


class Command(BaseCommand):
    help = (
        "Load spreadsheets (CSV, TSV, XLSX, XLS, ODS) into the record: all of them, whatever "
        "their order, or nothing. Exits with 0 only if nothing was refused."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--kind", default="", help="what the sheets hold: officials, …")
        parser.add_argument("--sheet", help="only the sheet of this name")
        parser.add_argument(
            "--set",
            action="append",
            default=[],
            metavar="FIELD=VALUE",
            help="a value that holds for every row: --set body=PITF",
        )
        parser.add_argument("--encoding", help="how a text file is encoded, if not found")
        parser.add_argument("--delimiter", help="what parts its cells, if not found")
        parser.add_argument("--dry-run", action="store_true", help="only say what would come")
        parser.add_argument(
            "--partial", action="store_true", help="apply the good rows, leave the refused out"
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="cells that were changed by hand since the last import give way too",
        )
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON")

    def handle(self, *, files, **options):
        fixed = {}
        for one in options["set"]:
            name, equals, value = one.partition("=")
            if not equals:
                raise CommandError(f"--set wants FIELD=VALUE, like --set body=PITF; got {one}.")
            fixed[name.strip()] = value.strip()
        paths = [Path(file) for file in files]
        for path in paths:
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        result = import_files(
            [(path, path.name) for path in paths],
            options=Options(
                kind=options["kind"],
                sheet=options["sheet"],
                fixed=fixed,
                encoding=options["encoding"],
                delimiter=options["delimiter"],
                overwrite=options["overwrite"],
            ),
            by=None,
            at=timezone.now(),
            today=timezone.localdate(),
            partial=options["partial"],
            dry_run=options["dry_run"],
        )
        if options["json"]:
            told = json.dumps(result.report, ensure_ascii=False, indent=1, default=str)
            self.stdout.write(told)
        else:
            self.tell(result, dry_run=options["dry_run"])
        if result.plan.file_refused or result.plan.refused:
            raise SystemExit(1)

    def tell(self, result, *, dry_run):
        report, file = result.report, None
        if report["file_refused"]:
            self.stdout.write(report["file_refused"])
            return
        for notice in report["notices"]:
            self.stdout.write(notice)
        for sheet in report["sheets"]:
            if sheet["file"] != file:
                file = sheet["file"]
                self.stdout.write(file)
            self.stdout.write(
                f"  {sheet['name']}, {sheet['kind'] or 'not known'}: {sheet['rows']} row"
                f"{pluralize(sheet['rows'])}: "
                f"{sheet['new']} new, {sheet['changed']} changed, "
                f"{sheet['unchanged']} unchanged, {sheet['duplicates']} duplicates, "
                f"{sheet['to_decide']} to decide, {sheet['refused_rows']} refused"
            )
            for notice in sheet["notices"]:
                self.stdout.write(f"    {notice}")
            for word in ("refused", "review"):
                for one in sheet[word][:20]:
                    self.stdout.write(
                        f"    {word}: row {one['row']}, {one['column']} "
                        f"“{one['value'][:60]}”: {one['reason']}"
                    )
                if len(sheet[word]) > 20:
                    self.stdout.write(f"    … and {len(sheet[word]) - 20} more")
        if dry_run:
            self.stdout.write("Nothing was written (--dry-run).")
        elif result.applied and result.plan.changes_nothing:
            self.stdout.write("Nothing changed: all of it is in the record already.")
        elif result.applied:
            self.stdout.write(f"Applied as import {report['batch']}.")
        elif result.plan.refused:
            self.stdout.write(
                "Nothing was applied: mend what is refused, or apply the rest (--partial)."
            )
