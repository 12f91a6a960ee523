import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

const EDEXML = `<?xml version="1.0" encoding="UTF-8"?>
<EDEX><school><schooljaar>2026-2027</schooljaar><peildatum>2026-10-01</peildatum>
<xsdversie>2.1</xsdversie></school>
<groepen><groep key="g1"><naam>1A</naam><jaargroep>1</jaargroep></groep></groepen>
<leerlingen><leerling key="101"><achternaam>Linde</achternaam><roepnaam>Sem</roepnaam>
<geboortedatum>2021-05-01</geboortedatum><groep key="g1"/></leerling>
<leerling key="102"><achternaam>Kaya</achternaam><roepnaam>Yara</roepnaam>
<groep key="weg"/></leerling></leerlingen>
<leerkrachten><leerkracht key="L1"><achternaam>Dam</achternaam><roepnaam>Joris</roepnaam>
<rol>LRK</rol><groepen><groep key="g1"/></groepen></leerkracht></leerkrachten></EDEX>`;

registry.category("web_tour.tours").add("huisbezoek_import_upload", {
    steps: () => [
        {
            content: "The empty list explains what an import is",
            trigger: ".o_view_nocontent:contains('Bring in your pupils')",
        },
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "Choose the file",
            trigger: ".o_huisbezoek_file_drop",
            async run() {
                const file = new File([EDEXML], "EDEX.XML", { type: "text/xml" });
                await inputFiles(".o_huisbezoek_file_drop .o_input_file", [file]);
            },
        },
        { trigger: ".o_huisbezoek_file_drop:contains('EDEX.XML')" },
        { trigger: "button[name=action_preview]", run: "click" },
        {
            content: "The preview counts",
            trigger: ".o_huisbezoek_import_summary:contains('Pupil')",
        },
        {
            content: "A row says what is wrong with it",
            trigger: "[name=notable_line_ids]:contains('group weg is not in the file')",
        },
        {
            content: "A teacher without employee can be chosen",
            trigger: "[name=teacher_ids] td:contains('Joris Dam')",
        },
        { trigger: "button[name=action_import]", run: "click" },
        {
            content: "It waits for the background",
            trigger: ".o_huisbezoek_job_progress:contains('Waiting to begin')",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_import_report", {
    steps: () => [
        { trigger: ".o_data_row td:contains('EDEX.XML')", run: "click" },
        { trigger: ".alert-success:contains('The import is done')" },
        { trigger: "button[name=action_download_report]" },
        { trigger: "button[name=action_open_rows]", run: "click" },
        {
            content: "The rows with something to say",
            trigger: ".o_list_view td:contains('is not in the file')",
        },
        { trigger: ".o_facet_remove", run: "click" },
        {
            content: "All rows",
            trigger: ".o_list_view .o_data_row:contains('Sem Linde')",
        },
    ],
});
