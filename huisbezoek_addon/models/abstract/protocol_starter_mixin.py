from functools import cache

from odoo import api, models
from odoo.fields import Command
from odoo.tools import file_open

from ...formats.protocol_texts import read_protocol_text

#: The languages of the texts to begin with, besides Dutch (B3).
TRANSLATED = ("eng", "tur", "ara", "pol", "ukr")
#: Colleagues may read the working document in this one too.
STAFF = "eng"


@cache
def _read_file(code):
    """Return the content of a text to begin with; it comes with the addon."""
    with file_open(f"huisbezoek_addon/data/protocol/{code}.xml", "rb") as file:
        return file.read()


@cache
def _read_labels(code):
    return read_protocol_text(_read_file(code)).labels


class HuisbezoekProtocolStarter(models.AbstractModel):
    """Gives a school a draft of a protocol, in six languages, to begin with.

    It is a draft: nobody is visited under a text that nobody at the school read.
    """

    _name = "huisbezoek.protocol.starter"
    _description = "Begins with a text"

    @api.model
    def _read_starter(self, code, **values):
        """Return the text to begin with in a language (ISO 639-3)."""
        return read_protocol_text(_read_file(code), **values)

    @api.model
    def _get_labels(self, code):
        """Return the words of a printed sheet in a language; none for most of them.

        A sheet asks for several, so they are read once.
        """
        return _read_labels(code) if code in ("nld", *TRANSLATED) else {}

    @api.model
    def _create_starters(self, schools):
        """Give each school a draft with the texts to begin with, as superuser.

        :param schools: schools; what they have already stays as it is.
        :return: the drafts.
        """
        return self.browse().concat(
            *(self._create_starter(school) for school in schools)
        )

    def _create_starter(self, school):
        texts = {
            code: self._read_starter(code, school=school.name)
            for code in ("nld", *TRANSLATED)
        }
        english = self.sudo().with_context(lang="en_US")
        protocol = english.create(
            {
                "school_id": school.id,
                **self._prepare_starter(texts["nld"], texts[STAFF]),
            }
        )
        protocol._translate_goals(texts["nld"])
        sections = {section.key: section for section in protocol.section_ids}
        languages = self.env["huisbezoek.language"].search([("code", "in", TRANSLATED)])
        self.env["huisbezoek.protocol.translation"].sudo().create(
            [
                {
                    "protocol_id": protocol.id,
                    "language_id": language.id,
                    "with_staff": language.code == STAFF,
                    **self._prepare_translation(texts[language.code], sections),
                }
                for language in languages
            ]
        )
        return protocol.with_env(self.env)

    @api.model
    def _prepare_starter(self, dutch, english):
        """Return the values of a protocol: goals in English, which is the source."""
        return {
            "title": dutch.title,
            "goal_ids": [
                Command.create(
                    {
                        "name": goal.name,
                        "sequence": number,
                        "topic_ids": [
                            Command.create(
                                {
                                    "name": topic.name,
                                    "sequence": place,
                                    "grade_from": topic.grade_from,
                                    "grade_to": topic.grade_to,
                                }
                            )
                            for place, topic in enumerate(goal.topics)
                        ],
                    }
                )
                for number, goal in enumerate(english.goals)
            ],
            "section_ids": [
                Command.create(
                    {
                        "key": part.key,
                        "audience": part.audience,
                        "sequence": number,
                        "name": part.name,
                        "text": part.text,
                    }
                )
                for number, part in enumerate(dutch.sections)
            ],
        }

    @api.model
    def _prepare_translation(self, text, sections):
        """Return the title and passages of a translation.

        :param text: a `ProtocolText`.
        :param sections: ``{key: section}`` of the protocol.
        """
        return {
            "title": text.title,
            "passage_ids": [
                Command.create(
                    {
                        "section_id": sections[part.key].id,
                        "name": part.name,
                        "text": part.text,
                    }
                )
                for part in text.sections
                if part.key in sections
            ],
        }

    def _translate_goals(self, dutch):
        """Give goals and topics their Dutch names, where Odoo speaks Dutch."""
        langs = [
            code
            for code, _name in self.env["res.lang"].get_installed()
            if code.startswith("nl")
        ]
        for goal, text in zip(self.goal_ids, dutch.goals, strict=True):
            names = [(goal, text), *zip(goal.topic_ids, text.topics, strict=True)]
            for record, named in names:
                record.update_field_translations(
                    "name", dict.fromkeys(langs, named.name)
                )
