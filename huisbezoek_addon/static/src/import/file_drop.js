import { useRef } from "@odoo/owl";

import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { registry } from "@web/core/registry";
import { checkFileSize } from "@web/core/utils/files";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { BinaryField, binaryField } from "@web/views/fields/binary/binary_field";

/** A large place to drop a file, or to choose one. */
export class FileDropField extends BinaryField {
    static template = "huisbezoek_addon.FileDrop";

    setup() {
        super.setup();
        this.root = useRef("root");
        useDropzone(this.root, (ev) => this.onDrop(ev), "", () => !this.props.readonly);
    }

    async onDrop(ev) {
        const [file] = ev.dataTransfer.files;
        if (file && checkFileSize(file.size, this.notification)) {
            const url = await getDataURLFromFile(file);
            await this.update({ data: url.split(",")[1], name: file.name });
        }
    }
}

registry.category("fields").add("huisbezoek_file_drop", {
    ...binaryField,
    component: FileDropField,
});
