"""The reporting line of a body or of an agency, on a page of its own."""

from ..facts.trees import tree
from ..models import Agency, Body
from ..pictures.trees import picture
from .pages import PublicPage


class _TreePage(PublicPage):
    def get_context_data(self, **kwargs):
        found = tree(self.object, on=self.day)
        name = next(one.name for one in found.branches if one.record == self.object)
        return super().get_context_data(
            tree=found,
            name=name,
            branches=[
                (one, None if one.above is None else found.branches[one.above])
                for one in found.branches
            ],
            picture=picture(found, self.object, f"Reporting line: {name}"),
            **kwargs,
        )


class BodyTree(_TreePage):
    model = Body
    template_name = "registry/body_tree.html"


class AgencyTree(_TreePage):
    model = Agency
    template_name = "registry/agency_tree.html"
