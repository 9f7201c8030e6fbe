// Made from docs/openapi.json by `npm run openapi`; do not edit.
export interface paths {
    "/api/v1/gateways/enrol": {
        parameters: {
        };
        /** Enrol a gateway with its one-time code */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        gatewayId: string;
                        code: string;
                        publicKey: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            gatewayId: string;
                            /** Format: byte */
                            receiptKey: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/packages/{digest}/receipt": {
        parameters: {
        };
        /**
         * Receipt of a package
         * @description A package that was refused answers 422 with the reason, which is any code that begins with `evidence.`.
         */
        get: {
            parameters: {
                path: {
                    digest: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            receipt: {
                                /** @enum {string} */
                                schema: "lamppost.receipt/1";
                                digest: string;
                                gatewayId: string;
                                sequence: number;
                                caseId: string;
                                acceptedAtMs: number;
                            };
                            keyId: string;
                            /** Format: byte */
                            signature: string;
                        };
                    };
                };
                /** @description Default Response */
                202: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "verifying";
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateways/keys": {
        parameters: {
        };
        /** Public keys of all gateways, to verify packages with */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            schema: "lamppost.gateway-keys/1";
                            keys: {
                                gatewayId: string;
                                publicKey: string;
                                enrolledAtMs: number;
                                revokedAtMs: number | null;
                                previousKeyId?: string;
                            }[];
                            receiptKeys?: string[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateways/assignments": {
        parameters: {
        };
        /**
         * What the gateway is to go by, signed by the cloud; 304 while nothing is new
         * @description Each assignment carries the signature of the receipt key over its canonical JSON (RFC 8785). Take none whose serial is not above the last one of its kind.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The last serial that the gateway knows, 0 for none; left out, it takes no rules */
                    rules?: number;
                    /** @description The same of configuration */
                    configuration?: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            assignments: {
                                assignment: {
                                    /** @enum {string} */
                                    schema: "lamppost.assignment/1";
                                    gatewayId: string;
                                    /** @enum {string} */
                                    kind: "rules" | "configuration";
                                    serial: number;
                                    issuedAtMs: number;
                                    document: {
                                        name: string;
                                        version: number;
                                        sha256: string;
                                        sizeBytes: number;
                                    } | null;
                                };
                                keyId: string;
                                /** Format: byte */
                                signature: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateways/documents/{digest}": {
        parameters: {
        };
        /** The text of a document that the gateway is to go by, by its SHA-256 */
        get: {
            parameters: {
                path: {
                    digest: string;
                };
            };
            responses: {
                /** @description Byte for byte as it was published, at most 1000000 bytes */
                200: {
                    content: {
                        "application/yaml": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/gateways/assignments/outcomes": {
        parameters: {
        };
        /**
         * Tell whether the gateway took what it is to go by, or why not
         * @description Of an assignment that is not the newest of its kind it is passed over.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "rules" | "configuration";
                        serial: number;
                        /** @enum {string} */
                        result: "taken" | "refused";
                        problem: string | null;
                        problems: number;
                        atMs: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                204: {
                };
            };
        };
    };
    "/api/v1/gateways/report": {
        parameters: {
        };
        /**
         * Report how the gateway is: its links, faults, clock, rules, and what waits
         * @description The last report is kept. A gateway reports every minute, and at once when something changes.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        atMs: number;
                        startedAtMs: number;
                        version: string;
                        clock: {
                            /** @enum {string} */
                            source: "kernel" | "unknown";
                            synchronised: boolean | null;
                            reading?: {
                                server: string;
                                offsetMs: number;
                                uncertaintyMs: number;
                                measuredAtMs: number;
                            };
                        };
                        broker: {
                            /** @enum {string} */
                            state: "up" | "connecting" | "down";
                            sinceMs: number;
                            reason: string | null;
                        };
                        cameras: {
                            [key: string]: {
                                /** @enum {string} */
                                state: "up" | "connecting" | "down";
                                sinceMs: number;
                                reason: string | null;
                            };
                        };
                        sensors: {
                            [key: string]: {
                                /** @enum {string} */
                                kind: "flat-line" | "jump" | "relocation" | "silence";
                                factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                sinceMs: number;
                                detail: string;
                            }[];
                        };
                        packagesWaiting: number;
                        oldestWaitingAtMs: number | null;
                        shortages: string[];
                        rules?: {
                            sha256: string;
                            version: string | null;
                            sinceMs: number;
                            refused: {
                                atMs: number;
                                problem: string;
                                problems: number;
                            } | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            receivedAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateways/{gatewayId}/enrolment-codes": {
        parameters: {
        };
        /**
         * Make a one-time code for a gateway of the register; it is shown this once
         * @description An earlier code that was not used serves no more.
         */
        post: {
            parameters: {
                path: {
                    gatewayId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 72 */
                        hours?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            gatewayId: string;
                            code: string;
                            expiresAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateways/{gatewayId}/revoke": {
        parameters: {
        };
        /**
         * Revoke the key of a gateway, at once
         * @description Whatever comes with it from then on is refused. Packages that were taken in before stay. The gateway comes back with a new code and a new key.
         */
        post: {
            parameters: {
                path: {
                    gatewayId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @description 0: it had no key in use */
                            revoked: number;
                            revokedAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/devices": {
        parameters: {
        };
        /**
         * Devices of the register, newest first
         * @description `missing` lists those whose records lack a condition of 行政处罚法 art. 41 today, `any` or one by name. `health` is as of the last report, or the last minute.
         */
        get: {
            parameters: {
                query?: {
                    kind?: "gateway" | "camera" | "monitor" | "speaker";
                    health?: "well" | "faulty" | "silent" | "unknown";
                    missing?: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse") | "any";
                    grid?: string;
                    bureauId?: string;
                    areaId?: string;
                    gatewayId?: string;
                    retired?: "true" | "false";
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            devices: {
                                deviceCode: string | null;
                                name: string;
                                place: {
                                    lng: number;
                                    lat: number;
                                    name: string;
                                };
                                bearingDeg: number | null;
                                grid: string | null;
                                bureauId: string | null;
                                areaId: string | null;
                                model: string | null;
                                serial: string | null;
                                mn: string | null;
                                deviceId: string;
                                gatewayId: string;
                                sourceId: string | null;
                                /** @enum {string} */
                                kind: "gateway" | "camera" | "monitor" | "speaker";
                                version: number;
                                /** @enum {string} */
                                health: "well" | "faulty" | "silent" | "unknown";
                                missing: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse")[];
                                lastSeenAtMs: number | null;
                                createdAtMs: number;
                                changedAtMs: number;
                                retiredAtMs: number | null;
                                retiredReason: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Write a device down
         * @description Its ID is that of its gateway, with `sourceId` behind a dot where it is not the gateway itself.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        deviceCode: string | null;
                        name: string;
                        place: {
                            lng: number;
                            lat: number;
                            name: string;
                        };
                        bearingDeg: number | null;
                        grid: string | null;
                        bureauId: string | null;
                        areaId: string | null;
                        model: string | null;
                        serial: string | null;
                        mn: string | null;
                        gatewayId: string;
                        sourceId: string | null;
                        /** @enum {string} */
                        kind: "gateway" | "camera" | "monitor" | "speaker";
                        /** @default [] */
                        legal?: {
                            /** @enum {string} */
                            condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished";
                            /** Format: date */
                            from: string;
                            until: string | null;
                            document: {
                                number: string;
                                issuer: string;
                                url: string | null;
                                sha256: string | null;
                            };
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            deviceCode: string | null;
                            name: string;
                            place: {
                                lng: number;
                                lat: number;
                                name: string;
                            };
                            bearingDeg: number | null;
                            grid: string | null;
                            bureauId: string | null;
                            areaId: string | null;
                            model: string | null;
                            serial: string | null;
                            mn: string | null;
                            deviceId: string;
                            gatewayId: string;
                            sourceId: string | null;
                            /** @enum {string} */
                            kind: "gateway" | "camera" | "monitor" | "speaker";
                            version: number;
                            /** @enum {string} */
                            health: "well" | "faulty" | "silent" | "unknown";
                            missing: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse")[];
                            lastSeenAtMs: number | null;
                            createdAtMs: number;
                            changedAtMs: number;
                            retiredAtMs: number | null;
                            retiredReason: string | null;
                            legal: {
                                /** @enum {string} */
                                condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished";
                                /** Format: date */
                                from: string;
                                until: string | null;
                                document: {
                                    number: string;
                                    issuer: string;
                                    url: string | null;
                                    sha256: string | null;
                                };
                                recordedAtMs: number;
                            }[];
                            /** @description As of today */
                            standing: {
                                /** Format: date */
                                day: string;
                                missing: {
                                    /** @enum {string} */
                                    condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse";
                                    /** @enum {string} */
                                    code: "no-record" | "not-yet" | "ended" | "retired";
                                    on: string | null;
                                    zh: string;
                                    en: string;
                                }[];
                            };
                            link: {
                                /** @enum {string} */
                                state: "up" | "connecting" | "down";
                                sinceMs: number;
                                reason: string | null;
                            } | null;
                            faults: {
                                /** @enum {string} */
                                kind: "flat-line" | "jump" | "relocation" | "silence";
                                factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                sinceMs: number;
                                detail: string;
                                zh: string;
                                en: string;
                            }[] | null;
                            gateway: {
                                report: {
                                    atMs: number;
                                    startedAtMs: number;
                                    version: string;
                                    clock: {
                                        /** @enum {string} */
                                        source: "kernel" | "unknown";
                                        synchronised: boolean | null;
                                        reading?: {
                                            server: string;
                                            offsetMs: number;
                                            uncertaintyMs: number;
                                            measuredAtMs: number;
                                        };
                                    };
                                    broker: {
                                        /** @enum {string} */
                                        state: "up" | "connecting" | "down";
                                        sinceMs: number;
                                        reason: string | null;
                                    };
                                    cameras: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            state: "up" | "connecting" | "down";
                                            sinceMs: number;
                                            reason: string | null;
                                        };
                                    };
                                    sensors: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            kind: "flat-line" | "jump" | "relocation" | "silence";
                                            factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                            sinceMs: number;
                                            detail: string;
                                        }[];
                                    };
                                    packagesWaiting: number;
                                    oldestWaitingAtMs: number | null;
                                    shortages: string[];
                                    rules?: {
                                        sha256: string;
                                        version: string | null;
                                        sinceMs: number;
                                        refused: {
                                            atMs: number;
                                            problem: string;
                                            problems: number;
                                        } | null;
                                    };
                                } | null;
                                unregistered: string[];
                                keys: {
                                    keyId: string;
                                    enrolledAtMs: number;
                                    revokedAtMs: number | null;
                                    revokedReason: string | null;
                                }[];
                            } | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/devices/{deviceId}": {
        parameters: {
        };
        /** One device, with its legal status and its health */
        get: {
            parameters: {
                path: {
                    deviceId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            deviceCode: string | null;
                            name: string;
                            place: {
                                lng: number;
                                lat: number;
                                name: string;
                            };
                            bearingDeg: number | null;
                            grid: string | null;
                            bureauId: string | null;
                            areaId: string | null;
                            model: string | null;
                            serial: string | null;
                            mn: string | null;
                            deviceId: string;
                            gatewayId: string;
                            sourceId: string | null;
                            /** @enum {string} */
                            kind: "gateway" | "camera" | "monitor" | "speaker";
                            version: number;
                            /** @enum {string} */
                            health: "well" | "faulty" | "silent" | "unknown";
                            missing: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse")[];
                            lastSeenAtMs: number | null;
                            createdAtMs: number;
                            changedAtMs: number;
                            retiredAtMs: number | null;
                            retiredReason: string | null;
                            legal: {
                                /** @enum {string} */
                                condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished";
                                /** Format: date */
                                from: string;
                                until: string | null;
                                document: {
                                    number: string;
                                    issuer: string;
                                    url: string | null;
                                    sha256: string | null;
                                };
                                recordedAtMs: number;
                            }[];
                            /** @description As of today */
                            standing: {
                                /** Format: date */
                                day: string;
                                missing: {
                                    /** @enum {string} */
                                    condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse";
                                    /** @enum {string} */
                                    code: "no-record" | "not-yet" | "ended" | "retired";
                                    on: string | null;
                                    zh: string;
                                    en: string;
                                }[];
                            };
                            link: {
                                /** @enum {string} */
                                state: "up" | "connecting" | "down";
                                sinceMs: number;
                                reason: string | null;
                            } | null;
                            faults: {
                                /** @enum {string} */
                                kind: "flat-line" | "jump" | "relocation" | "silence";
                                factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                sinceMs: number;
                                detail: string;
                                zh: string;
                                en: string;
                            }[] | null;
                            gateway: {
                                report: {
                                    atMs: number;
                                    startedAtMs: number;
                                    version: string;
                                    clock: {
                                        /** @enum {string} */
                                        source: "kernel" | "unknown";
                                        synchronised: boolean | null;
                                        reading?: {
                                            server: string;
                                            offsetMs: number;
                                            uncertaintyMs: number;
                                            measuredAtMs: number;
                                        };
                                    };
                                    broker: {
                                        /** @enum {string} */
                                        state: "up" | "connecting" | "down";
                                        sinceMs: number;
                                        reason: string | null;
                                    };
                                    cameras: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            state: "up" | "connecting" | "down";
                                            sinceMs: number;
                                            reason: string | null;
                                        };
                                    };
                                    sensors: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            kind: "flat-line" | "jump" | "relocation" | "silence";
                                            factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                            sinceMs: number;
                                            detail: string;
                                        }[];
                                    };
                                    packagesWaiting: number;
                                    oldestWaitingAtMs: number | null;
                                    shortages: string[];
                                    rules?: {
                                        sha256: string;
                                        version: string | null;
                                        sinceMs: number;
                                        refused: {
                                            atMs: number;
                                            problem: string;
                                            problems: number;
                                        } | null;
                                    };
                                } | null;
                                unregistered: string[];
                                keys: {
                                    keyId: string;
                                    enrolledAtMs: number;
                                    revokedAtMs: number | null;
                                    revokedReason: string | null;
                                }[];
                            } | null;
                        };
                    };
                };
            };
        };
        /**
         * Change a device
         * @description What is left out stays; `legal` replaces the whole list. Send the ETag of the device as `If-Match`. Leave records that have run out in the list: what was captured while they held is judged by them.
         */
        patch: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    deviceId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        deviceCode?: string | null;
                        name?: string;
                        place?: {
                            lng: number;
                            lat: number;
                            name: string;
                        };
                        bearingDeg?: number | null;
                        grid?: string | null;
                        bureauId?: string | null;
                        areaId?: string | null;
                        model?: string | null;
                        serial?: string | null;
                        mn?: string | null;
                        legal?: {
                            /** @enum {string} */
                            condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished";
                            /** Format: date */
                            from: string;
                            until: string | null;
                            document: {
                                number: string;
                                issuer: string;
                                url: string | null;
                                sha256: string | null;
                            };
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            deviceCode: string | null;
                            name: string;
                            place: {
                                lng: number;
                                lat: number;
                                name: string;
                            };
                            bearingDeg: number | null;
                            grid: string | null;
                            bureauId: string | null;
                            areaId: string | null;
                            model: string | null;
                            serial: string | null;
                            mn: string | null;
                            deviceId: string;
                            gatewayId: string;
                            sourceId: string | null;
                            /** @enum {string} */
                            kind: "gateway" | "camera" | "monitor" | "speaker";
                            version: number;
                            /** @enum {string} */
                            health: "well" | "faulty" | "silent" | "unknown";
                            missing: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse")[];
                            lastSeenAtMs: number | null;
                            createdAtMs: number;
                            changedAtMs: number;
                            retiredAtMs: number | null;
                            retiredReason: string | null;
                            legal: {
                                /** @enum {string} */
                                condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished";
                                /** Format: date */
                                from: string;
                                until: string | null;
                                document: {
                                    number: string;
                                    issuer: string;
                                    url: string | null;
                                    sha256: string | null;
                                };
                                recordedAtMs: number;
                            }[];
                            /** @description As of today */
                            standing: {
                                /** Format: date */
                                day: string;
                                missing: {
                                    /** @enum {string} */
                                    condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse";
                                    /** @enum {string} */
                                    code: "no-record" | "not-yet" | "ended" | "retired";
                                    on: string | null;
                                    zh: string;
                                    en: string;
                                }[];
                            };
                            link: {
                                /** @enum {string} */
                                state: "up" | "connecting" | "down";
                                sinceMs: number;
                                reason: string | null;
                            } | null;
                            faults: {
                                /** @enum {string} */
                                kind: "flat-line" | "jump" | "relocation" | "silence";
                                factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                sinceMs: number;
                                detail: string;
                                zh: string;
                                en: string;
                            }[] | null;
                            gateway: {
                                report: {
                                    atMs: number;
                                    startedAtMs: number;
                                    version: string;
                                    clock: {
                                        /** @enum {string} */
                                        source: "kernel" | "unknown";
                                        synchronised: boolean | null;
                                        reading?: {
                                            server: string;
                                            offsetMs: number;
                                            uncertaintyMs: number;
                                            measuredAtMs: number;
                                        };
                                    };
                                    broker: {
                                        /** @enum {string} */
                                        state: "up" | "connecting" | "down";
                                        sinceMs: number;
                                        reason: string | null;
                                    };
                                    cameras: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            state: "up" | "connecting" | "down";
                                            sinceMs: number;
                                            reason: string | null;
                                        };
                                    };
                                    sensors: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            kind: "flat-line" | "jump" | "relocation" | "silence";
                                            factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                            sinceMs: number;
                                            detail: string;
                                        }[];
                                    };
                                    packagesWaiting: number;
                                    oldestWaitingAtMs: number | null;
                                    shortages: string[];
                                    rules?: {
                                        sha256: string;
                                        version: string | null;
                                        sinceMs: number;
                                        refused: {
                                            atMs: number;
                                            problem: string;
                                            problems: number;
                                        } | null;
                                    };
                                } | null;
                                unregistered: string[];
                                keys: {
                                    keyId: string;
                                    enrolledAtMs: number;
                                    revokedAtMs: number | null;
                                    revokedReason: string | null;
                                }[];
                            } | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/devices/{deviceId}/standing": {
        parameters: {
        };
        /** What is missing before its records of a moment may be evidence (行政处罚法 art. 41) */
        get: {
            parameters: {
                query?: {
                    /** @description Moment of the capture; now unless told */
                    atMs?: number;
                };
                path: {
                    deviceId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** Format: date */
                            day: string;
                            missing: {
                                /** @enum {string} */
                                condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse";
                                /** @enum {string} */
                                code: "no-record" | "not-yet" | "ended" | "retired";
                                on: string | null;
                                zh: string;
                                en: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/devices/{deviceId}/steps": {
        parameters: {
        };
        /**
         * Take a device out of use, or into use again
         * @description A device that is out of use stays in the register: what it recorded before is judged by it. Its GB/T 28181 ID may go to the one that takes its place. A gateway keeps its key: revoke that too.
         */
        post: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    deviceId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        step: "retire" | "reinstate";
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            deviceCode: string | null;
                            name: string;
                            place: {
                                lng: number;
                                lat: number;
                                name: string;
                            };
                            bearingDeg: number | null;
                            grid: string | null;
                            bureauId: string | null;
                            areaId: string | null;
                            model: string | null;
                            serial: string | null;
                            mn: string | null;
                            deviceId: string;
                            gatewayId: string;
                            sourceId: string | null;
                            /** @enum {string} */
                            kind: "gateway" | "camera" | "monitor" | "speaker";
                            version: number;
                            /** @enum {string} */
                            health: "well" | "faulty" | "silent" | "unknown";
                            missing: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse")[];
                            lastSeenAtMs: number | null;
                            createdAtMs: number;
                            changedAtMs: number;
                            retiredAtMs: number | null;
                            retiredReason: string | null;
                            legal: {
                                /** @enum {string} */
                                condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished";
                                /** Format: date */
                                from: string;
                                until: string | null;
                                document: {
                                    number: string;
                                    issuer: string;
                                    url: string | null;
                                    sha256: string | null;
                                };
                                recordedAtMs: number;
                            }[];
                            /** @description As of today */
                            standing: {
                                /** Format: date */
                                day: string;
                                missing: {
                                    /** @enum {string} */
                                    condition: "deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse";
                                    /** @enum {string} */
                                    code: "no-record" | "not-yet" | "ended" | "retired";
                                    on: string | null;
                                    zh: string;
                                    en: string;
                                }[];
                            };
                            link: {
                                /** @enum {string} */
                                state: "up" | "connecting" | "down";
                                sinceMs: number;
                                reason: string | null;
                            } | null;
                            faults: {
                                /** @enum {string} */
                                kind: "flat-line" | "jump" | "relocation" | "silence";
                                factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                sinceMs: number;
                                detail: string;
                                zh: string;
                                en: string;
                            }[] | null;
                            gateway: {
                                report: {
                                    atMs: number;
                                    startedAtMs: number;
                                    version: string;
                                    clock: {
                                        /** @enum {string} */
                                        source: "kernel" | "unknown";
                                        synchronised: boolean | null;
                                        reading?: {
                                            server: string;
                                            offsetMs: number;
                                            uncertaintyMs: number;
                                            measuredAtMs: number;
                                        };
                                    };
                                    broker: {
                                        /** @enum {string} */
                                        state: "up" | "connecting" | "down";
                                        sinceMs: number;
                                        reason: string | null;
                                    };
                                    cameras: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            state: "up" | "connecting" | "down";
                                            sinceMs: number;
                                            reason: string | null;
                                        };
                                    };
                                    sensors: {
                                        [key: string]: {
                                            /** @enum {string} */
                                            kind: "flat-line" | "jump" | "relocation" | "silence";
                                            factor: ("a34001" | "a34002" | "a34004" | "a01001" | "a01002" | "a01006" | "a01007" | "a01008" | "LA") | null;
                                            sinceMs: number;
                                            detail: string;
                                        }[];
                                    };
                                    packagesWaiting: number;
                                    oldestWaitingAtMs: number | null;
                                    shortages: string[];
                                    rules?: {
                                        sha256: string;
                                        version: string | null;
                                        sinceMs: number;
                                        refused: {
                                            atMs: number;
                                            problem: string;
                                            problems: number;
                                        } | null;
                                    };
                                } | null;
                                unregistered: string[];
                                keys: {
                                    keyId: string;
                                    enrolledAtMs: number;
                                    revokedAtMs: number | null;
                                    revokedReason: string | null;
                                }[];
                            } | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/device-alarms": {
        parameters: {
        };
        /**
         * Alarms of devices, newest first: those that go on, unless others are asked for
         * @description Each is opened once, and closed when it is gone; closed ones are kept for 90 days.
         */
        get: {
            parameters: {
                query?: {
                    state?: "open" | "closed" | "all";
                    kind?: "gateway-silent" | "gateway-short" | "camera-down" | "sensor-fault" | "packages-refused" | "certificate-expiring" | "certificate-expired" | "revoked-key";
                    gatewayId?: string;
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            alarms: {
                                alarmNumber: number;
                                deviceId: string;
                                gatewayId: string;
                                sourceId: string | null;
                                /** @enum {string} */
                                kind: "gateway-silent" | "gateway-short" | "camera-down" | "sensor-fault" | "packages-refused" | "certificate-expiring" | "certificate-expired" | "revoked-key";
                                about: string;
                                what: {
                                    [key: string]: string | number | null;
                                };
                                zh: string;
                                en: string;
                                bureauId: string | null;
                                openedAtMs: number;
                                closedAtMs: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/public/devices": {
        parameters: {
        };
        /**
         * Published locations of devices (行政处罚法 art. 41), as GeoJSON
         * @description Devices in use whose location is published today. Coordinates are WGS 84.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description A FeatureCollection (RFC 7946) */
                200: {
                    content: {
                        "application/geo+json": {
                            /** @enum {string} */
                            type: "FeatureCollection";
                            features: {
                                /** @enum {string} */
                                type: "Feature";
                                geometry: {
                                    /** @enum {string} */
                                    type: "Point";
                                    coordinates: [
                                        number,
                                        number
                                    ];
                                };
                                properties: {
                                    /** @enum {string} */
                                    kind: "gateway" | "camera" | "monitor" | "speaker";
                                    name: string;
                                    place: string;
                                    bearingDeg: number | null;
                                    publisher: string;
                                    document: string;
                                    url: string | null;
                                    /** Format: date */
                                    publishedOn: string;
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/packages/wanted": {
        parameters: {
        };
        /** Packages of the gateway that came up to their clip, and whose clip somebody waits for */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            digests: string[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/arriving-packages": {
        parameters: {
        };
        /**
         * Packages of metered lines that are here up to their clip
         * @description Manifest, signature and the files that are here were verified. It is a case, and has a receipt, once all of it is here.
         */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            packages: {
                                digest: string;
                                gatewayId: string;
                                sequence: number;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                severity: number;
                                sourceId: string;
                                placeName: string;
                                triggeredAtMs: number;
                                arrivedBytes: number;
                                sizeBytes: number;
                                isWanted: boolean;
                                files: {
                                    /** @enum {string} */
                                    role: "still" | "overlay" | "plate" | "readings" | "looks" | "clip" | "masked" | "close-up" | "composite" | "chart";
                                    name: string;
                                    url: string;
                                }[];
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/arriving-packages/{digest}/files/{name}": {
        parameters: {
        };
        /** A masked copy, or the readings, of a package that is here up to its clip */
        get: {
            parameters: {
                path: {
                    digest: string;
                    name: string;
                };
            };
            responses: {
                /** @description The file */
                200: {
                    content: {
                        "application/octet-stream": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/arriving-packages/{digest}/wanted": {
        parameters: {
        };
        /** Have the gateway send the rest of a package as soon as it asks, about once a minute */
        post: {
            parameters: {
                path: {
                    digest: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            isWanted: true;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/packages/{digest}": {
        parameters: {
        };
        /**
         * A package byte for byte as it was sealed, to be verified elsewhere
         * @description Sealed originals are in it: it opens with `original.read` and a `reason`. That is logged, and so is a refusal.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Why the sealed original is opened */
                    reason?: string;
                };
                path: {
                    digest: string;
                };
            };
            responses: {
                /** @description The package */
                200: {
                    content: {
                        "application/zip": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/chain-entries": {
        parameters: {
        };
        /**
         * Entries of the chain of a gateway that are no packages, to verify its packages with
         * @description At most 1000: ask again with `after`, the sequence number of the last.
         */
        get: {
            parameters: {
                query: {
                    gatewayId: string;
                    after?: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            schema: "lamppost.chain-entries/1";
                            entries: ({
                                entry: {
                                    /** @enum {string} */
                                    schema: "lamppost.tombstone/1";
                                    gatewayId: string;
                                    sequence: number;
                                    previousDigest: string | null;
                                    atMs: number;
                                    /** @enum {string} */
                                    reason: "disk-budget" | "disk-full" | "file-lost" | "expired" | "unsealable";
                                    dropped: {
                                        violationId: string;
                                        sequence: number | null;
                                        digest: string | null;
                                        previousDigest: string | null;
                                        matter: ("dust" | "parking" | "stall" | "burning") | null;
                                        severity: number;
                                        triggeredAtMs: number;
                                    }[];
                                };
                                signature: {
                                    /** @enum {string} */
                                    algorithm: "Ed25519" | "SM2-SM3";
                                    keyId: string;
                                    /** Format: byte */
                                    signature: string;
                                };
                            } | {
                                entry: {
                                    /** @enum {string} */
                                    schema: "lamppost.key-rotation/1";
                                    gatewayId: string;
                                    sequence: number;
                                    previousDigest: string | null;
                                    atMs: number;
                                    oldKeyId: string;
                                    newKeyId: string;
                                    newKey: string;
                                };
                                signature: {
                                    /** @enum {string} */
                                    algorithm: "Ed25519" | "SM2-SM3";
                                    keyId: string;
                                    /** Format: byte */
                                    signature: string;
                                };
                                newKeySignature: {
                                    /** @enum {string} */
                                    algorithm: "Ed25519" | "SM2-SM3";
                                    keyId: string;
                                    /** Format: byte */
                                    signature: string;
                                };
                            })[];
                        };
                    };
                };
            };
        };
        /**
         * Hand in an entry of the chain that is no package: a tombstone, or a change of keys
         * @description The entry is kept when the receipt comes. Sent again, it is the same one.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        entry: {
                            /** @enum {string} */
                            schema: "lamppost.tombstone/1";
                            gatewayId: string;
                            sequence: number;
                            previousDigest: string | null;
                            atMs: number;
                            /** @enum {string} */
                            reason: "disk-budget" | "disk-full" | "file-lost" | "expired" | "unsealable";
                            dropped: {
                                violationId: string;
                                sequence: number | null;
                                digest: string | null;
                                previousDigest: string | null;
                                matter: ("dust" | "parking" | "stall" | "burning") | null;
                                severity: number;
                                triggeredAtMs: number;
                            }[];
                        };
                        signature: {
                            /** @enum {string} */
                            algorithm: "Ed25519" | "SM2-SM3";
                            keyId: string;
                            /** Format: byte */
                            signature: string;
                        };
                    } | {
                        entry: {
                            /** @enum {string} */
                            schema: "lamppost.key-rotation/1";
                            gatewayId: string;
                            sequence: number;
                            previousDigest: string | null;
                            atMs: number;
                            oldKeyId: string;
                            newKeyId: string;
                            newKey: string;
                        };
                        signature: {
                            /** @enum {string} */
                            algorithm: "Ed25519" | "SM2-SM3";
                            keyId: string;
                            /** Format: byte */
                            signature: string;
                        };
                        newKeySignature: {
                            /** @enum {string} */
                            algorithm: "Ed25519" | "SM2-SM3";
                            keyId: string;
                            /** Format: byte */
                            signature: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            receipt: {
                                /** @enum {string} */
                                schema: "lamppost.entry-receipt/1";
                                digest: string;
                                gatewayId: string;
                                sequence: number;
                                acceptedAtMs: number;
                            };
                            keyId: string;
                            /** Format: byte */
                            signature: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/packages/{digest}/proof": {
        parameters: {
        };
        /** Receipt, time stamp and place in the Merkle log of a package or chain entry */
        get: {
            parameters: {
                path: {
                    digest: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            schema: "lamppost.proof/1";
                            digest: string;
                            receipt: {
                                receipt: {
                                    /** @enum {string} */
                                    schema: "lamppost.receipt/1";
                                    digest: string;
                                    gatewayId: string;
                                    sequence: number;
                                    caseId: string;
                                    acceptedAtMs: number;
                                };
                                keyId: string;
                                /** Format: byte */
                                signature: string;
                            } | {
                                receipt: {
                                    /** @enum {string} */
                                    schema: "lamppost.entry-receipt/1";
                                    digest: string;
                                    gatewayId: string;
                                    sequence: number;
                                    acceptedAtMs: number;
                                };
                                keyId: string;
                                /** Format: byte */
                                signature: string;
                            };
                            timeStamps: {
                                /** Format: byte */
                                token: string;
                            }[];
                            inclusion: {
                                leafIndex: number;
                                path: string[];
                                treeHead: {
                                    treeHead: {
                                        /** @enum {string} */
                                        schema: "lamppost.tree-head/1";
                                        treeSize: number;
                                        rootHash: string;
                                        atMs: number;
                                    };
                                    keyId: string;
                                    /** Format: byte */
                                    signature: string;
                                };
                            } | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/log/head": {
        parameters: {
        };
        /** Newest signed head of the Merkle log */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            treeHead: {
                                /** @enum {string} */
                                schema: "lamppost.tree-head/1";
                                treeSize: number;
                                rootHash: string;
                                atMs: number;
                            };
                            keyId: string;
                            /** Format: byte */
                            signature: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/log/consistency": {
        parameters: {
        };
        /** Proof that nothing in the Merkle log changed from one signed head to another */
        get: {
            parameters: {
                query: {
                    first: number;
                    second?: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            schema: "lamppost.consistency/1";
                            first: {
                                treeHead: {
                                    /** @enum {string} */
                                    schema: "lamppost.tree-head/1";
                                    treeSize: number;
                                    rootHash: string;
                                    atMs: number;
                                };
                                keyId: string;
                                /** Format: byte */
                                signature: string;
                            };
                            second: {
                                treeHead: {
                                    /** @enum {string} */
                                    schema: "lamppost.tree-head/1";
                                    treeSize: number;
                                    rootHash: string;
                                    atMs: number;
                                };
                                keyId: string;
                                /** Format: byte */
                                signature: string;
                            };
                            path: string[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/reminders": {
        parameters: {
        };
        /** Reminders of the last 30 days and what became of them, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            reminders: {
                                reminderId: string;
                                ruleId: string;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                sourceId: string;
                                placeName: string;
                                remindedAtMs: number;
                                expiresAtMs: number;
                                zh: string;
                                en: string;
                                gatewayId: string;
                                acceptedAtMs: number;
                                /** @enum {string} */
                                state: "waiting" | "sent" | "given-up" | "no-webhook";
                                status: string;
                                attempts: number;
                                lastFailure: string | null;
                                sentAtMs: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Have the cloud remind a party
         * @description The reminder is kept when the answer comes. Sent again, it is the same one. `no-webhook` in the answer: nobody is told.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        reminderId: string;
                        ruleId: string;
                        /** @enum {string} */
                        matter: "dust" | "parking" | "stall" | "burning";
                        sourceId: string;
                        placeName: string;
                        remindedAtMs: number;
                        expiresAtMs: number;
                        zh: string;
                        en: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            reminderId: string;
                            acceptedAtMs: number;
                            /** @enum {string} */
                            state: "waiting" | "sent" | "given-up" | "no-webhook";
                        };
                    };
                };
            };
        };
    };
    "/api/v1/session": {
        parameters: {
        };
        /**
         * Sign in with name and password, or with the access code
         * @description Sets a session cookie. It lasts 8 hours, unused 30 minutes; one that began with the access code lasts 12 hours.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        accessCode: string;
                    } | {
                        loginName: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Signed in */
                204: {
                };
            };
        };
        /** Sign out: ends the session or the token of the request */
        delete: {
            parameters: {
            };
            responses: {
                /** @description Signed out */
                204: {
                };
            };
        };
    };
    "/api/v1/setup": {
        parameters: {
        };
        /** Make the first administrator, with the code from the disk of the cloud */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        loginName: string;
                        displayName: string;
                        password: string;
                    };
                };
            };
            responses: {
                /** @description Made, and signed in */
                204: {
                };
            };
        };
    };
    "/api/v1/tokens": {
        parameters: {
        };
        /**
         * A bearer token for a program that works for you
         * @description It lasts 15 minutes, and ends at once when you are disabled, change your password, or sign out with it.
         */
        post: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            token: string;
                            expiresAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/me": {
        parameters: {
        };
        /** Who is signed in, and what that person may do */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            accountId: string;
                            displayName: string;
                            roles: ("operator" | "reviewer" | "officer" | "supervisor" | "auditor" | "administrator")[];
                            bureauId: string | null;
                            areaIds: string[] | null;
                            permissions: ("device.send" | "case.read" | "case.review" | "case.transfer" | "case.accept" | "case.reopen" | "case.dispatch" | "case.verify-on-site" | "case.draft-paper" | "case.export" | "plate.read" | "original.read" | "coordination.take-part" | "coordination.decide" | "statistics.read" | "reminder.read" | "device.read" | "device.manage" | "rules.read" | "rules.publish" | "configuration.publish" | "jurisdiction.read" | "jurisdiction.manage" | "desk.manage" | "account.manage" | "webhook.manage" | "audit.read")[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/me/password": {
        parameters: {
        };
        /** Change your password; all your sessions and tokens end but this one */
        put: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        current: string;
                        next: string;
                    };
                };
            };
            responses: {
                /** @description Changed */
                204: {
                };
            };
        };
    };
    "/api/v1/session/ways": {
        parameters: {
        };
        /** By what people may sign in, beside their accounts */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            hasAccessCode: boolean;
                            hasIdentityProvider: boolean;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/session/oidc": {
        parameters: {
        };
        /** Sign in at the identity provider: sends the browser there */
        get: {
            parameters: {
            };
            responses: never;
        };
    };
    "/api/v1/session/oidc/callback": {
        parameters: {
        };
        /** Where the identity provider sends the browser back to */
        get: {
            parameters: {
            };
            responses: {
                /** @description Signed in */
                200: {
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
    };
    "/api/v1/accounts": {
        parameters: {
        };
        /** Accounts, the newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            accounts: {
                                roles: ("operator" | "reviewer" | "officer" | "supervisor" | "auditor" | "administrator")[];
                                bureauId: string | null;
                                areaIds: string[] | null;
                                accountId: string;
                                loginName: string | null;
                                displayName: string;
                                isDisabled: boolean;
                                mustChangePassword: boolean;
                                createdAtMs: number;
                                signedInAtMs: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /** Make an account; the answer has its one-time password */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        roles: ("operator" | "reviewer" | "officer" | "supervisor" | "auditor" | "administrator")[];
                        bureauId: string | null;
                        areaIds: string[] | null;
                        loginName: string;
                        displayName: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            oneTimePassword: string;
                            account: {
                                roles: ("operator" | "reviewer" | "officer" | "supervisor" | "auditor" | "administrator")[];
                                bureauId: string | null;
                                areaIds: string[] | null;
                                accountId: string;
                                loginName: string | null;
                                displayName: string;
                                isDisabled: boolean;
                                mustChangePassword: boolean;
                                createdAtMs: number;
                                signedInAtMs: number | null;
                            };
                        };
                    };
                };
            };
        };
    };
    "/api/v1/accounts/{accountId}": {
        parameters: {
        };
        /** One account */
        get: {
            parameters: {
                path: {
                    accountId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            roles: ("operator" | "reviewer" | "officer" | "supervisor" | "auditor" | "administrator")[];
                            bureauId: string | null;
                            areaIds: string[] | null;
                            accountId: string;
                            loginName: string | null;
                            displayName: string;
                            isDisabled: boolean;
                            mustChangePassword: boolean;
                            createdAtMs: number;
                            signedInAtMs: number | null;
                        };
                    };
                };
            };
        };
        /**
         * Change an account, disable it or enable it again
         * @description What is left out stays. An account that is disabled is signed out everywhere at once.
         */
        patch: {
            parameters: {
                path: {
                    accountId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        roles?: ("operator" | "reviewer" | "officer" | "supervisor" | "auditor" | "administrator")[];
                        bureauId?: string | null;
                        areaIds?: string[] | null;
                        displayName?: string;
                        isDisabled?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            roles: ("operator" | "reviewer" | "officer" | "supervisor" | "auditor" | "administrator")[];
                            bureauId: string | null;
                            areaIds: string[] | null;
                            accountId: string;
                            loginName: string | null;
                            displayName: string;
                            isDisabled: boolean;
                            mustChangePassword: boolean;
                            createdAtMs: number;
                            signedInAtMs: number | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/accounts/{accountId}/password-reset": {
        parameters: {
        };
        /** Give an account a one-time password, and sign it out */
        post: {
            parameters: {
                path: {
                    accountId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            oneTimePassword: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/accounts/{accountId}/sessions": {
        parameters: {
        };
        /** Sign an account out everywhere */
        delete: {
            parameters: {
                path: {
                    accountId: string;
                };
            };
            responses: {
                /** @description Signed out */
                204: {
                };
            };
        };
    };
    "/api/v1/audit": {
        parameters: {
        };
        /**
         * Entries of the audit log, the newest first
         * @description `before` goes on where the page before ended; who did it, to what, what was done and when narrow it.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of whoever did it */
                    accountId?: string;
                    /** @description Of a case, an account, a device that it was done to */
                    subjectId?: string;
                    action?: "session.begin" | "session.end" | "session.refused" | "token.begin" | "account.set-up" | "account.create" | "account.change" | "account.disable" | "account.enable" | "account.password-reset" | "account.password-change" | "account.sign-out-everywhere" | "plate.read" | "original.read" | "jurisdiction.import" | "case.step" | "desk.change" | "coordination.position" | "coordination.decide" | "joint.invite" | "joint.step" | "joint.decide" | "inspection.step" | "paper.draft" | "case.export" | "document.publish" | "group.change" | "rollout.step" | "webhook.change" | "device.create" | "device.change" | "device.retire" | "device.reinstate" | "device.import" | "device.code" | "device.revoke" | "audit.export" | "list.export";
                    /** @description Written down from then on, in milliseconds since 1970 */
                    fromMs?: number;
                    /** @description Written down before then */
                    toMs?: number;
                    limit?: number;
                    before?: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            lines: {
                                entry: {
                                    /** @enum {string} */
                                    schema: "lamppost.audit/1";
                                    number: number;
                                    atMs: number;
                                    who: {
                                        accountId: string;
                                        displayName: string;
                                        roles: string[];
                                        bureauId: string | null;
                                    } | null;
                                    /** @enum {string} */
                                    action: "session.begin" | "session.end" | "session.refused" | "token.begin" | "account.set-up" | "account.create" | "account.change" | "account.disable" | "account.enable" | "account.password-reset" | "account.password-change" | "account.sign-out-everywhere" | "plate.read" | "original.read" | "jurisdiction.import" | "case.step" | "desk.change" | "coordination.position" | "coordination.decide" | "joint.invite" | "joint.step" | "joint.decide" | "inspection.step" | "paper.draft" | "case.export" | "document.publish" | "group.change" | "rollout.step" | "webhook.change" | "device.create" | "device.change" | "device.retire" | "device.reinstate" | "device.import" | "device.code" | "device.revoke" | "audit.export" | "list.export";
                                    /** @enum {string} */
                                    outcome: "done" | "refused";
                                    subject: {
                                        kind: string;
                                        id: string;
                                    } | null;
                                    why: string | null;
                                    what: {
                                        [key: string]: unknown;
                                    };
                                    from: string | null;
                                    previousHash: string;
                                };
                                hash: string;
                            }[];
                            nextBefore: number | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/audit/head": {
        parameters: {
        };
        /** Number and hash of the last entry: kept elsewhere, they show whether the log was cut off later */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            number: number;
                            hash: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/audit/export": {
        parameters: {
        };
        /**
         * The audit log as JSON lines, for `npm run verify -- --audit FILE`
         * @description From `first` on (1 unless told) to the last entry, which is that of this export itself.
         */
        get: {
            parameters: {
                query?: {
                    first?: number;
                };
            };
            responses: {
                /** @description One entry a line */
                200: {
                    content: {
                        "application/x-ndjson": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/bureaus": {
        parameters: {
        };
        /** All bureaus */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            bureaus: {
                                bureauId: string;
                                nameZh: string;
                                nameEn: string | null;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/areas": {
        parameters: {
        };
        /** Areas with their shapes, by ID */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The last area of the page before */
                    after?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            areas: {
                                areaId: string;
                                name: string;
                                geometry: {
                                    /** @enum {string} */
                                    type: "Polygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][];
                                } | {
                                    /** @enum {string} */
                                    type: "MultiPolygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][][];
                                };
                            }[];
                            nextAfter: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/areas/{areaId}/powers": {
        parameters: {
        };
        /** The power list of an area */
        get: {
            parameters: {
                path: {
                    areaId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            powers: {
                                areaId: string;
                                matterCode: string;
                                bureauId: string;
                                validFrom: string;
                                validTo: string | null;
                                legalBasis: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/routing": {
        parameters: {
        };
        /** Which bureau a matter at a place belongs to, and why: for trying out the lists */
        get: {
            parameters: {
                query: {
                    lng: number;
                    lat: number;
                    matterCode: string;
                    /** @description A day in Beijing; today unless told */
                    day?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "one" | "overlap" | "none";
                            bureauIds: string[];
                            areaId: string | null;
                            matterCode: string;
                            day: string;
                            place: {
                                lng: number;
                                lat: number;
                            };
                            zh: string;
                            en: string;
                            steps: {
                                /** @enum {string} */
                                kind: "area-holds" | "power-holds" | "power-not-yet" | "power-over" | "area-without-power" | "no-area";
                                areaId: string | null;
                                power: {
                                    areaId: string;
                                    matterCode: string;
                                    bureauId: string;
                                    validFrom: string;
                                    validTo: string | null;
                                    legalBasis: string;
                                } | null;
                                zh: string;
                                en: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/coordination": {
        parameters: {
        };
        /**
         * Cases that no bureau has, the newest first
         * @description `overlap`: several bureaus have the power. `none`: no list names one. A bureau sees those that it is among the claimants of.
         */
        get: {
            parameters: {
                query?: {
                    status?: "overlap" | "none";
                    limit?: number;
                    /** @description `nextBefore` of the page before */
                    before?: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            cases: {
                                caseId: string;
                                /** @enum {string} */
                                state: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                version: number;
                                bureauId: string | null;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                matterCode: string;
                                gatewayId: string;
                                sourceId: string;
                                placeName: string;
                                severity: number;
                                deadline: {
                                    /** @enum {string} */
                                    clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                    dueAtMs: number;
                                } | null;
                                repeatCount: number;
                                startedAtMs: number;
                                triggeredAtMs: number;
                                openedAtMs: number;
                                pictureUrl: string | null;
                                areaId: string | null;
                                claimantIds: string[];
                                heardIds: string[];
                                zh: string;
                                en: string;
                            }[];
                            nextBefore: number | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/coordination": {
        parameters: {
        };
        /** How a case was routed, what bureaus say of it, and what was decided */
        get: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            caseId: string;
                            bureauId: string | null;
                            routing: {
                                /** @enum {string} */
                                status: "one" | "overlap" | "none";
                                bureauIds: string[];
                                areaId: string | null;
                                matterCode: string;
                                day: string;
                                place: {
                                    lng: number;
                                    lat: number;
                                };
                                zh: string;
                                en: string;
                                steps: {
                                    /** @enum {string} */
                                    kind: "area-holds" | "power-holds" | "power-not-yet" | "power-over" | "area-without-power" | "no-area";
                                    areaId: string | null;
                                    power: {
                                        areaId: string;
                                        matterCode: string;
                                        bureauId: string;
                                        validFrom: string;
                                        validTo: string | null;
                                        legalBasis: string;
                                    } | null;
                                    zh: string;
                                    en: string;
                                }[];
                            } | null;
                            positions: {
                                bureauId: string;
                                /** @enum {string} */
                                claim: "ours" | "not-ours";
                                words: string;
                                displayName: string;
                                atMs: number;
                            }[];
                            decision: {
                                bureauId: string;
                                words: string;
                                displayName: string;
                                atMs: number;
                            } | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/coordination/position": {
        parameters: {
        };
        /** Say for your bureau whether the case is yours */
        put: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        claim: "ours" | "not-ours";
                        /** @description The reasons, as they are to stand in papers */
                        words: string;
                    };
                };
            };
            responses: {
                /** @description Noted */
                204: {
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/coordination/decision": {
        parameters: {
        };
        /** Give a case that several or no bureaus have the power over to one */
        post: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        bureauId: string;
                        /** @description The reasons, as they are to stand in papers */
                        words: string;
                    };
                };
            };
            responses: {
                /** @description Decided */
                204: {
                };
            };
        };
    };
    "/api/v1/map/base": {
        parameters: {
        };
        /** What a map begins with: its pictures, and where it looks */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @description Pictures to lay below, `{z}`, `{x}` and `{y}` to be filled in; null: there are none */
                            tiles: {
                                url: string;
                                attribution: string;
                            } | null;
                            /** @description The part that holds all areas, or without areas all devices */
                            extent: {
                                west: number;
                                south: number;
                                east: number;
                                north: number;
                            } | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/map/outlines": {
        parameters: {
        };
        /** Outlines of areas and unit grids in a part of the map */
        get: {
            parameters: {
                query: {
                    west: number;
                    south: number;
                    east: number;
                    north: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            areas: {
                                areaId: string;
                                name: string;
                                geometry: {
                                    /** @enum {string} */
                                    type: "Polygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][];
                                } | {
                                    /** @enum {string} */
                                    type: "MultiPolygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][][];
                                };
                            }[];
                            grids: {
                                grid: string;
                                name: string;
                                geometry: {
                                    /** @enum {string} */
                                    type: "Polygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][];
                                } | {
                                    /** @enum {string} */
                                    type: "MultiPolygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][][];
                                };
                            }[];
                            /** @description There are more than the 500 of a kind that are told */
                            isCut: boolean;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/map/at": {
        parameters: {
        };
        /** Areas and unit grids that a place lies in */
        get: {
            parameters: {
                query: {
                    lng: number;
                    lat: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            areas: {
                                areaId: string;
                                name: string;
                                geometry: {
                                    /** @enum {string} */
                                    type: "Polygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][];
                                } | {
                                    /** @enum {string} */
                                    type: "MultiPolygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][][];
                                };
                            }[];
                            grids: {
                                grid: string;
                                name: string;
                                geometry: {
                                    /** @enum {string} */
                                    type: "Polygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][];
                                } | {
                                    /** @enum {string} */
                                    type: "MultiPolygon";
                                    coordinates: [
                                        number,
                                        number
                                    ][][][];
                                };
                            }[];
                            /** @description There are more than the 500 of a kind that are told */
                            isCut: boolean;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/map/cases": {
        parameters: {
        };
        /** Open cases in a part of the map, the gravest first */
        get: {
            parameters: {
                query: {
                    west: number;
                    south: number;
                    east: number;
                    north: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    minSeverity?: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            cases: {
                                caseId: string;
                                /** @enum {string} */
                                state: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                severity: number;
                                placeName: string;
                                bureauId: string | null;
                                dueAtMs: number | null;
                                triggeredAtMs: number;
                                lng: number;
                                lat: number;
                            }[];
                            /** @description There are more than the 2000 that are told */
                            isCut: boolean;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/map/devices": {
        parameters: {
        };
        /** Devices in use in a part of the map, by ID */
        get: {
            parameters: {
                query: {
                    west: number;
                    south: number;
                    east: number;
                    north: number;
                    kind?: "gateway" | "camera" | "monitor" | "speaker";
                    health?: "well" | "faulty" | "silent" | "unknown";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            devices: {
                                deviceId: string;
                                /** @enum {string} */
                                kind: "gateway" | "camera" | "monitor" | "speaker";
                                name: string;
                                placeName: string;
                                lng: number;
                                lat: number;
                                bearingDeg: number | null;
                                grid: string | null;
                                /** @enum {string} */
                                health: "well" | "faulty" | "silent" | "unknown";
                                isMissing: boolean;
                            }[];
                            /** @description There are more than the 2000 that are told */
                            isCut: boolean;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases": {
        parameters: {
        };
        /**
         * Cases, filtered and sorted
         * @description A cursor goes with the filter and the sorting that it was given for.
         */
        get: {
            parameters: {
                query?: {
                    matter?: "dust" | "parking" | "stall" | "burning";
                    state?: ("candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired") | ("open" | "to-do");
                    dispatch?: "none";
                    bureauId?: string;
                    minSeverity?: number;
                    dueBeforeMs?: number;
                    sort?: "newest" | "due" | "severity";
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            cases: {
                                caseId: string;
                                /** @enum {string} */
                                state: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                version: number;
                                bureauId: string | null;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                matterCode: string;
                                gatewayId: string;
                                sourceId: string;
                                placeName: string;
                                severity: number;
                                deadline: {
                                    /** @enum {string} */
                                    clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                    dueAtMs: number;
                                } | null;
                                repeatCount: number;
                                startedAtMs: number;
                                triggeredAtMs: number;
                                openedAtMs: number;
                                pictureUrl: string | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/waiting": {
        parameters: {
        };
        /** How much waits for you, by board */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            inbox: number;
                            coordination: number;
                            joint: number;
                            visits: number;
                            dispatch: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}": {
        parameters: {
        };
        /**
         * One case with all that its packages say, and what was done with it
         * @description The entity tag begins with the version: send it as `If-Match` to take a step with the case.
         */
        get: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            caseId: string;
                            /** @enum {string} */
                            state: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                            version: number;
                            bureauId: string | null;
                            /** @enum {string} */
                            matter: "dust" | "parking" | "stall" | "burning";
                            matterCode: string;
                            gatewayId: string;
                            sourceId: string;
                            placeName: string;
                            severity: number;
                            deadline: {
                                /** @enum {string} */
                                clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                dueAtMs: number;
                            } | null;
                            repeatCount: number;
                            startedAtMs: number;
                            triggeredAtMs: number;
                            openedAtMs: number;
                            pictureUrl: string | null;
                            digest: string;
                            sequence: number;
                            violation: {
                                violationId: string;
                                gatewayId: string;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                matterCode: string;
                                ruleId: string;
                                sourceId: string;
                                cameraId: string | null;
                                zoneId: string | null;
                                startedAtMs: number;
                                triggeredAtMs: number;
                                observedCoverage: number;
                                severity: number;
                                subject: {
                                    label: string;
                                    box: {
                                        x1: number;
                                        y1: number;
                                        x2: number;
                                        y2: number;
                                    };
                                    score: number;
                                } | null;
                                explanation: {
                                    condition: string;
                                    value: number | null;
                                    limit: number | null;
                                    unit: string | null;
                                    sinceMs: number;
                                }[];
                                reminder?: {
                                    reminderId: string;
                                    speakerId: string | null;
                                    byCloud: boolean;
                                    /** @enum {string} */
                                    cloud?: "waiting" | "accepted" | "no-webhook" | "refused" | "unreached";
                                    cloudAcceptedAtMs?: number;
                                    remindedAtMs: number;
                                    graceMs: number;
                                    /** @enum {string} */
                                    delivery: "unacknowledged" | "said" | "failed" | "quiet" | "too-soon" | "no-speaker";
                                    deliveredAtMs: number | null;
                                    /** @enum {string} */
                                    outcome: "pending" | "corrected" | "not-corrected" | "not-seen" | "not-told";
                                    settledAtMs: number | null;
                                };
                            };
                            plate: ({
                                text: string;
                                /** @enum {string} */
                                colour: "blue" | "yellow" | "green" | "white" | "black" | "unknown";
                                characters: {
                                    character: string;
                                    confidence: number;
                                }[];
                                confidence: number;
                                box: {
                                    x1: number;
                                    y1: number;
                                    x2: number;
                                    y2: number;
                                };
                                /** @enum {string} */
                                status: "read";
                                still: string;
                                agreed: {
                                    stills: number;
                                    of: number;
                                };
                            } | {
                                /** @enum {string} */
                                status: "none";
                                /** @enum {string} */
                                reason: "not-a-vehicle" | "no-still" | "not-found" | "unreadable" | "failed";
                            }) | null;
                            device: {
                                sourceId: string;
                                deviceCode: string | null;
                                place: {
                                    lng: number;
                                    lat: number;
                                    name: string;
                                };
                                bearingDeg: number | null;
                                legalStatus: {
                                    deviceLegalReview: boolean;
                                    deviceTechReview: boolean;
                                    sitePublished: boolean;
                                    signagePosted: boolean;
                                    records?: {
                                        deviceLegalReview?: {
                                            /** Format: date */
                                            on: string;
                                            reference?: string;
                                            /** Format: date */
                                            validUntil?: string;
                                        };
                                        deviceTechReview?: {
                                            /** Format: date */
                                            on: string;
                                            reference?: string;
                                            /** Format: date */
                                            validUntil?: string;
                                        };
                                        sitePublished?: {
                                            /** Format: date */
                                            on: string;
                                            reference?: string;
                                            /** Format: date */
                                            validUntil?: string;
                                        };
                                        signagePosted?: {
                                            /** Format: date */
                                            on: string;
                                            reference?: string;
                                            /** Format: date */
                                            validUntil?: string;
                                        };
                                        calibration?: {
                                            /** Format: date */
                                            on: string;
                                            reference?: string;
                                            /** Format: date */
                                            validUntil?: string;
                                        };
                                    };
                                };
                            };
                            deviceStanding: {
                                /** @enum {string} */
                                basis: "register" | "package";
                                missing: {
                                    condition: string;
                                    zh: string;
                                    en: string;
                                }[];
                            };
                            files: {
                                path: string;
                                /** @enum {string} */
                                role: "still" | "overlay" | "plate" | "readings" | "looks" | "clip" | "masked" | "close-up" | "composite" | "chart";
                                /** @enum {string} */
                                mediaType: "image/jpeg" | "application/json" | "image/png" | "video/mp4";
                                sizeBytes: number;
                                sha256: string;
                                sm3: string;
                                capturedAtMs: number | null;
                                derivedFrom: string | null;
                                url: string;
                            }[];
                            timeline: {
                                atMs: number;
                                /** @enum {string} */
                                kind: "started" | "triggered" | "sealed" | "opened";
                                detail: string;
                            }[];
                            steps: {
                                caseId: string;
                                version: number;
                                /** @enum {string} */
                                step: "begin-review" | "put-back" | "confirm" | "reject" | "transfer" | "accept" | "return" | "merge" | "correct" | "review-again" | "reopen" | "expire";
                                /** @enum {string} */
                                from: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                /** @enum {string} */
                                to: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                atMs: number;
                                accountId: string | null;
                                displayName: string;
                                reason: string | null;
                                note: string | null;
                                bureauId: string | null;
                                otherCaseId: string | null;
                                requestId: string | null;
                                client: string | null;
                            }[];
                            acts: {
                                act: string;
                                atMs: number;
                                accountId: string | null;
                                displayName: string;
                                bureauId: string | null;
                                note: string | null;
                                what: {
                                    [key: string]: unknown;
                                };
                                requestId: string | null;
                                client: string | null;
                            }[];
                            supporterIds: string[];
                            allowedSteps: ("begin-review" | "put-back" | "confirm" | "reject" | "transfer" | "accept" | "return" | "merge" | "correct" | "review-again" | "reopen" | "expire")[];
                            judgement: {
                                severity: number;
                                points: number;
                                terms: {
                                    /** @enum {string} */
                                    term: "rule" | "matter" | "tier" | "duration" | "repeats" | "corroboration" | "device";
                                    value: string;
                                    points: number;
                                }[];
                            } | null;
                            history: {
                                caseId: string;
                                /** @enum {string} */
                                state: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                startedAtMs: number;
                                isContinued: boolean;
                            }[];
                            mergedInto: string | null;
                            mergedCaseIds: string[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/files/{name}": {
        parameters: {
        };
        /**
         * A file of a case, as it was sealed
         * @description The entity tag is the SHA-256 of the file. `package` names a package that joined the case later. Stills and clips are sealed originals: they open with `original.read` and a `reason`; pictures of a plate with `plate.read`. Either is logged.
         */
        get: {
            parameters: {
                query?: {
                    package?: string;
                    /** @description Why the sealed original is opened */
                    reason?: string;
                };
                path: {
                    caseId: string;
                    name: string;
                };
            };
            responses: {
                /** @description The bytes of the file */
                200: {
                    content: {
                        "image/jpeg": unknown;
                        "application/json": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/summary": {
        parameters: {
        };
        /** How many cases and packages there are */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            cases: {
                                total: number;
                                byMatter: {
                                    [key: string]: number;
                                };
                            };
                            packages: {
                                accepted: number;
                                refused: number;
                                resent: number;
                            };
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/supports": {
        parameters: {
        };
        /** Bureaus that were asked to support a case, and what they say */
        get: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            supportId: number;
                            caseId: string;
                            bureauId: string;
                            leadBureauId: string;
                            /** @enum {string} */
                            state: "invited" | "accepted" | "refused" | "withdrawn" | "ended";
                            version: number;
                            question: string;
                            answer: string | null;
                            invitedAtMs: number;
                            endedAtMs: number | null;
                            deadline: {
                                /** @enum {string} */
                                clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                dueAtMs: number;
                            } | null;
                            isOverdue: boolean;
                            opinions: {
                                /** @enum {string} */
                                kind: "finding" | "agrees" | "objects";
                                words: string;
                                atMs: number;
                                accountId: string;
                                displayName: string;
                            }[];
                        }[];
                    };
                };
            };
        };
        /**
         * Ask a bureau to support yours with a case
         * @description It may read the case from now on, and opens originals once it accepted.
         */
        post: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        bureauId: string;
                        question: string;
                        days?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            supportId: number;
                            caseId: string;
                            bureauId: string;
                            leadBureauId: string;
                            /** @enum {string} */
                            state: "invited" | "accepted" | "refused" | "withdrawn" | "ended";
                            version: number;
                            question: string;
                            answer: string | null;
                            invitedAtMs: number;
                            endedAtMs: number | null;
                            deadline: {
                                /** @enum {string} */
                                clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                dueAtMs: number;
                            } | null;
                            isOverdue: boolean;
                            opinions: {
                                /** @enum {string} */
                                kind: "finding" | "agrees" | "objects";
                                words: string;
                                atMs: number;
                                accountId: string;
                                displayName: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/supports/decision": {
        parameters: {
        };
        /**
         * Decide as the lead, which ends joint handling
         * @description The supporting bureaus see the case no longer; what they said stays with it.
         */
        post: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        words: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            supportId: number;
                            caseId: string;
                            bureauId: string;
                            leadBureauId: string;
                            /** @enum {string} */
                            state: "invited" | "accepted" | "refused" | "withdrawn" | "ended";
                            version: number;
                            question: string;
                            answer: string | null;
                            invitedAtMs: number;
                            endedAtMs: number | null;
                            deadline: {
                                /** @enum {string} */
                                clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                dueAtMs: number;
                            } | null;
                            isOverdue: boolean;
                            opinions: {
                                /** @enum {string} */
                                kind: "finding" | "agrees" | "objects";
                                words: string;
                                atMs: number;
                                accountId: string;
                                displayName: string;
                            }[];
                        }[];
                    };
                };
            };
        };
    };
    "/api/v1/supports": {
        parameters: {
        };
        /** Supports that your bureau gives or asked for, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "invited" | "accepted" | "refused" | "withdrawn" | "ended";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            supports: {
                                supportId: number;
                                caseId: string;
                                bureauId: string;
                                leadBureauId: string;
                                /** @enum {string} */
                                state: "invited" | "accepted" | "refused" | "withdrawn" | "ended";
                                version: number;
                                question: string;
                                answer: string | null;
                                invitedAtMs: number;
                                endedAtMs: number | null;
                                deadline: {
                                    /** @enum {string} */
                                    clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                    dueAtMs: number;
                                } | null;
                                isOverdue: boolean;
                                opinions: {
                                    /** @enum {string} */
                                    kind: "finding" | "agrees" | "objects";
                                    words: string;
                                    atMs: number;
                                    accountId: string;
                                    displayName: string;
                                }[];
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                placeName: string;
                                severity: number;
                                /** @enum {string} */
                                caseState: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/supports/{supportId}/steps": {
        parameters: {
        };
        /**
         * Take a step with a support: accept, refuse, opine, withdraw
         * @description Send `"v1"` for version 1 as `If-Match`.
         */
        post: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    supportId: number;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        step: "accept";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "refuse";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "opine";
                        /** @enum {string} */
                        kind: "finding" | "agrees" | "objects";
                        words: string;
                    } | {
                        /** @enum {string} */
                        step: "withdraw";
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            supportId: number;
                            caseId: string;
                            bureauId: string;
                            leadBureauId: string;
                            /** @enum {string} */
                            state: "invited" | "accepted" | "refused" | "withdrawn" | "ended";
                            version: number;
                            question: string;
                            answer: string | null;
                            invitedAtMs: number;
                            endedAtMs: number | null;
                            deadline: {
                                /** @enum {string} */
                                clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                dueAtMs: number;
                            } | null;
                            isOverdue: boolean;
                            opinions: {
                                /** @enum {string} */
                                kind: "finding" | "agrees" | "objects";
                                words: string;
                                atMs: number;
                                accountId: string;
                                displayName: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/inspections": {
        parameters: {
        };
        /**
         * Visits for several cases at once, proposed and planned, newest first
         * @description A bureau sees those that one of its cases is part of.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "proposed" | "planned" | "declined" | "stale" | "done" | "cancelled";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            inspections: {
                                inspectionId: number;
                                /** @enum {string} */
                                kind: "plate" | "spot" | "place";
                                /** @enum {string} */
                                state: "proposed" | "planned" | "declined" | "stale" | "done" | "cancelled";
                                version: number;
                                zh: string;
                                en: string;
                                proposedAtMs: number;
                                patrolId: string | null;
                                atMs: number | null;
                                reason: string | null;
                                cases: {
                                    caseId: string;
                                    bureauId: string | null;
                                    /** @enum {string} */
                                    matter: "dust" | "parking" | "stall" | "burning";
                                    placeName: string;
                                    consent: ("asked" | "joined" | "out") | null;
                                    reason: string | null;
                                    dispatchId: number | null;
                                    dispatchState: ("sent" | "taken" | "reported" | "closed" | "withdrawn") | null;
                                    finding: ("confirmed" | "not-found" | "corrected") | null;
                                }[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /** Look for cases that one visit can settle now; the cloud does so every ten minutes by itself */
        post: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            proposed: number;
                            /** @description Proposals whose cases are no longer as they were */
                            stale: number;
                            /** @description There are more open cases than are looked through */
                            isCut: boolean;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/inspections/{inspectionId}": {
        parameters: {
        };
        /** One visit: why it is proposed, its cases, and what was found */
        get: {
            parameters: {
                path: {
                    inspectionId: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            inspectionId: number;
                            /** @enum {string} */
                            kind: "plate" | "spot" | "place";
                            /** @enum {string} */
                            state: "proposed" | "planned" | "declined" | "stale" | "done" | "cancelled";
                            version: number;
                            zh: string;
                            en: string;
                            proposedAtMs: number;
                            patrolId: string | null;
                            atMs: number | null;
                            reason: string | null;
                            cases: {
                                caseId: string;
                                bureauId: string | null;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                placeName: string;
                                consent: ("asked" | "joined" | "out") | null;
                                reason: string | null;
                                dispatchId: number | null;
                                dispatchState: ("sent" | "taken" | "reported" | "closed" | "withdrawn") | null;
                                finding: ("confirmed" | "not-found" | "corrected") | null;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/inspections/{inspectionId}/steps": {
        parameters: {
        };
        /**
         * Take a step with a visit: accept, decline, join, stay out, cancel
         * @description Send the ETag of the visit, or `"v1"` for version 1, as `If-Match`.
         */
        post: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    inspectionId: number;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        step: "accept";
                        patrolId: string;
                        atMs: number;
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "decline";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "join";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "stay-out";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "cancel";
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            inspectionId: number;
                            /** @enum {string} */
                            kind: "plate" | "spot" | "place";
                            /** @enum {string} */
                            state: "proposed" | "planned" | "declined" | "stale" | "done" | "cancelled";
                            version: number;
                            zh: string;
                            en: string;
                            proposedAtMs: number;
                            patrolId: string | null;
                            atMs: number | null;
                            reason: string | null;
                            cases: {
                                caseId: string;
                                bureauId: string | null;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                placeName: string;
                                consent: ("asked" | "joined" | "out") | null;
                                reason: string | null;
                                dispatchId: number | null;
                                dispatchState: ("sent" | "taken" | "reported" | "closed" | "withdrawn") | null;
                                finding: ("confirmed" | "not-found" | "corrected") | null;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/papers": {
        parameters: {
        };
        /** Drafts of a case: which, when and by whom */
        get: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            version: number;
                            /** @enum {string} */
                            kind: "reminder" | "case-file";
                            atMs: number;
                            accountId: string;
                            displayName: string;
                        }[];
                    };
                };
            };
        };
        /**
         * Draft the paper that fits a case: a reminder or a case file
         * @description A first or minor offence gets a reminder, a repeat or a refusal a case file. Each draft is a version of its own.
         */
        post: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default false */
                        hasRefused?: boolean;
                        /** @enum {string} */
                        kind?: "reminder" | "case-file";
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            version: number;
                            /** @enum {string} */
                            kind: "reminder" | "case-file";
                            atMs: number;
                            accountId: string;
                            displayName: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/papers/{version}": {
        parameters: {
        };
        /** A draft as data; a plate in it is masked for those who may not read plates */
        get: {
            parameters: {
                path: {
                    caseId: string;
                    version: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            schema: "lamppost.paper/1";
                            caseId: string;
                            version: number;
                            /** @enum {string} */
                            kind: "reminder" | "case-file";
                            colour: string;
                            why: {
                                zh: string;
                                en: string;
                            }[];
                            bureau: {
                                zh: string;
                                en: string;
                                bureauId: string;
                            } | null;
                            matter: {
                                zh: string;
                                en: string;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                matterCode: string;
                            };
                            place: {
                                lng: number;
                                lat: number;
                                name: string;
                            };
                            fromMs: number;
                            untilMs: number;
                            findings: string[];
                            plate: string | null;
                            repeatCount: number;
                            evidence: {
                                digest: string;
                                gatewayId: string;
                                sequence: number;
                                sealedAtMs: number;
                                files: {
                                    path: string;
                                    role: string;
                                    sha256: string;
                                }[];
                            }[];
                            legalBasis: {
                                bureauId: string;
                                areaId: string;
                                matterCode: string;
                                text: string;
                            }[];
                            doubts: string[];
                            blanks: {
                                zh: string;
                                en: string;
                                blank: string;
                            }[];
                            generatedBy: {
                                accountId: string;
                                displayName: string;
                            };
                            generatedAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/papers/{version}/print": {
        parameters: {
        };
        /** A draft as a page to be printed, in Chinese or English */
        get: {
            parameters: {
                query?: {
                    lang?: "zh" | "en";
                };
                path: {
                    caseId: string;
                    version: number;
                };
            };
            responses: {
                /** @description A page to be printed */
                200: {
                    content: {
                        "text/html": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/export": {
        parameters: {
        };
        /**
         * The whole case as one ZIP
         * @description For `case.export`, with a `reason` that is logged. It is refused while a condition of 行政处罚法 art. 41 is unmet, naming each.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Why the sealed original is opened */
                    reason?: string;
                };
                path: {
                    caseId: string;
                };
            };
            responses: {
                /** @description The archive */
                200: {
                    content: {
                        "application/zip": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/exchange": {
        parameters: {
        };
        /**
         * A case in the form of another platform
         * @description For `case.export`, with a `reason` that is logged. `ga-t-1400`: the vehicles of a parking case under the names of GA/T 1400; `gb-t-47678.5`: an event of city management with the codes of GB/T 47678.5. As it is handed on, it is refused like the archive while a condition of 行政处罚法 art. 41 is unmet. What is not known is left out.
         */
        get: {
            parameters: {
                query: {
                    form: "ga-t-1400" | "gb-t-47678.5";
                    /** @description Why the sealed original is opened */
                    reason?: string;
                };
                path: {
                    caseId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            schema: "lamppost.exchange.motor-vehicles/1";
                            caseId: string;
                            MotorVehicleList: {
                                MotorVehicleID: string;
                                DeviceID?: string;
                                PlateNo?: string;
                                PlateColor?: string;
                                PlateReliability?: number;
                                LeftTopX?: number;
                                LeftTopY?: number;
                                RightBtmX?: number;
                                RightBtmY?: number;
                                SubImageList: {
                                    package: string;
                                    path: string;
                                    /** @enum {string} */
                                    role: "still" | "overlay" | "plate" | "readings" | "looks" | "clip" | "masked" | "close-up" | "composite" | "chart";
                                    /** @enum {string} */
                                    mediaType: "image/jpeg" | "application/json" | "image/png" | "video/mp4";
                                    sha256: string;
                                    capturedAtMs?: number;
                                    url: string;
                                }[];
                            }[];
                        } | {
                            /** @enum {string} */
                            schema: "lamppost.exchange.city-event/1";
                            caseId: string;
                            matterCode: string;
                            fullCode?: string;
                            unitGrid?: string;
                            stage?: string;
                            place: {
                                lng: number;
                                lat: number;
                                name: string;
                            };
                            startedAtMs: number;
                            triggeredAtMs: number;
                            openedAtMs: number;
                            deviceId?: string;
                            images: {
                                package: string;
                                path: string;
                                /** @enum {string} */
                                role: "still" | "overlay" | "plate" | "readings" | "looks" | "clip" | "masked" | "close-up" | "composite" | "chart";
                                /** @enum {string} */
                                mediaType: "image/jpeg" | "application/json" | "image/png" | "video/mp4";
                                sha256: string;
                                capturedAtMs?: number;
                                url: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/steps": {
        parameters: {
        };
        /**
         * Take a step with a case: review, reject, transfer, accept, ...
         * @description Send the ETag of the case, or `"v3"` for version 3, as `If-Match`. Of several who decide at one time the first wins; the others get 412, and nothing of theirs happens.
         */
        post: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    caseId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        step: "begin-review";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "put-back";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "confirm";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "reject";
                        /** @enum {string} */
                        reason: "emergency-duty" | "stolen-or-cloned" | "rescue-or-necessity" | "handled-on-site" | "signals-inconsistent" | "unclear-record" | "wrong-plate" | "other-to-be-deleted" | "false-detection" | "not-an-offence" | "outside-area" | "permitted" | "other";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "transfer";
                        bureauId: string;
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "accept";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "return";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "merge";
                        intoCaseId: string;
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "correct";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "review-again";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "reopen";
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            step: {
                                caseId: string;
                                version: number;
                                /** @enum {string} */
                                step: "begin-review" | "put-back" | "confirm" | "reject" | "transfer" | "accept" | "return" | "merge" | "correct" | "review-again" | "reopen" | "expire";
                                /** @enum {string} */
                                from: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                /** @enum {string} */
                                to: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                atMs: number;
                                accountId: string | null;
                                displayName: string;
                                reason: string | null;
                                note: string | null;
                                bureauId: string | null;
                                otherCaseId: string | null;
                                requestId: string | null;
                                client: string | null;
                            };
                            allowedSteps: ("begin-review" | "put-back" | "confirm" | "reject" | "transfer" | "accept" | "return" | "merge" | "correct" | "review-again" | "reopen" | "expire")[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/merge-targets": {
        parameters: {
        };
        /**
         * Cases that this one may be merged into, the likeliest first
         * @description At most nine: open or accepted, of the same matter within a day, and near by (300 m), of the same source, or of the same plate; those of the same plate first, then those nearest in time.
         */
        get: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            targets: {
                                caseId: string;
                                /** @enum {string} */
                                state: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                version: number;
                                bureauId: string | null;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                matterCode: string;
                                gatewayId: string;
                                sourceId: string;
                                placeName: string;
                                severity: number;
                                deadline: {
                                    /** @enum {string} */
                                    clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                    dueAtMs: number;
                                } | null;
                                repeatCount: number;
                                startedAtMs: number;
                                triggeredAtMs: number;
                                openedAtMs: number;
                                pictureUrl: string | null;
                                /** @description Metres between the two places */
                                distanceM: number | null;
                                hasSamePlate: boolean;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/case-life": {
        parameters: {
        };
        /** States and steps in the life of a case, and reasons to reject one */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            states: {
                                /** @enum {string} */
                                state: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                isOpen: boolean;
                                zh: string;
                                en: string;
                            }[];
                            steps: {
                                /** @enum {string} */
                                step: "begin-review" | "put-back" | "confirm" | "reject" | "transfer" | "accept" | "return" | "merge" | "correct" | "review-again" | "reopen" | "expire";
                                from: ("candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired")[];
                                /** @enum {string} */
                                to: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                /** @description Who may take it; null: the program alone */
                                permission: string | null;
                                zh: string;
                                en: string;
                            }[];
                            rejectionReasons: {
                                code: string;
                                zh: string;
                                en: string;
                                matters: ("dust" | "parking" | "stall" | "burning")[];
                                /** @description The law that names it, which speaks of vehicles; null: a reason of our own */
                                law: string | null;
                                /** @description Working days within which that law wants the record deleted */
                                deleteWithinDays: number | null;
                                /**
                                 * @description Whether it speaks against the rule that found it
                                 * @enum {string}
                                 */
                                verdict: "rejected" | "excused";
                                needsNote: boolean;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/alarms": {
        parameters: {
        };
        /** Reminders that deadlines are near or have passed, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    kind?: "soon" | "overdue" | "escalated" | "expired";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            alarms: {
                                alarmNumber: number;
                                caseId: string;
                                /** @enum {string} */
                                clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                /** @enum {string} */
                                kind: "soon" | "overdue" | "escalated" | "expired";
                                dueAtMs: number;
                                firedAtMs: number;
                                bureauId: string | null;
                                supportId: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/desk/settings": {
        parameters: {
        };
        /** How cases are joined, judged and timed */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            joining: {
                                matters: {
                                    [key: string]: {
                                        plateMinutes: number;
                                        spotMinutes: number;
                                        radiusM: number;
                                        acrossSources: boolean;
                                        /** @enum {string} */
                                        repeatBy: "plate" | "place";
                                    };
                                };
                                iou: number;
                                repeatDays: number;
                            };
                            tiers: {
                                gatewayId: string;
                                zoneId: string;
                                /** @enum {string} */
                                tier: "banned" | "controlled" | "regulated";
                            }[];
                            severity: {
                                matter: {
                                    [key: string]: number;
                                };
                                tier: {
                                    banned: number;
                                    controlled: number;
                                    regulated: number;
                                };
                                minutes: {
                                    from: number;
                                    points: number;
                                }[];
                                repeats: {
                                    from: number;
                                    points: number;
                                }[];
                                corroboration: {
                                    from: number;
                                    points: number;
                                }[];
                                deviceDoubt: number;
                            };
                            deadlines: {
                                [key: string]: {
                                    days: number;
                                    remindBefore: number;
                                    escalateAfter: number | null;
                                    expireAfter: number | null;
                                };
                            };
                            visits: {
                                radiusM: number;
                            };
                            papers: {
                                caseFileFromRepeats: number;
                                minorSeverity: number;
                                colours: {
                                    /** @enum {string} */
                                    reminder: "white" | "yellow" | "blue" | "pink" | "green";
                                    /** @enum {string} */
                                    "case-file": "white" | "yellow" | "blue" | "pink" | "green";
                                };
                            };
                            devices: {
                                silentMinutes: number;
                                downMinutes: number;
                                expiringDays: number;
                                required: {
                                    [key: string]: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished")[];
                                };
                                industries: string[];
                                typeCodes: {
                                    [key: string]: string[];
                                };
                            };
                            calendar: {
                                daysOff: string[];
                                workdays: string[];
                            };
                            statistics: {
                                zone: string;
                            };
                            exchange: {
                                divisionCode: string | null;
                                plateColours: {
                                    [key: string]: string;
                                };
                                stages: {
                                    [key: string]: string | null;
                                };
                            };
                        };
                    };
                };
            };
        };
        /**
         * Change how cases are joined, judged and timed
         * @description They hold for packages that arrive from now on, and for deadlines that begin from now on. Send the ETag of the settings as `If-Match`.
         */
        put: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        joining: {
                            matters: {
                                [key: string]: {
                                    plateMinutes: number;
                                    spotMinutes: number;
                                    radiusM: number;
                                    acrossSources: boolean;
                                    /** @enum {string} */
                                    repeatBy: "plate" | "place";
                                };
                            };
                            iou: number;
                            repeatDays: number;
                        };
                        tiers: {
                            gatewayId: string;
                            zoneId: string;
                            /** @enum {string} */
                            tier: "banned" | "controlled" | "regulated";
                        }[];
                        severity: {
                            matter: {
                                [key: string]: number;
                            };
                            tier: {
                                banned: number;
                                controlled: number;
                                regulated: number;
                            };
                            minutes: {
                                from: number;
                                points: number;
                            }[];
                            repeats: {
                                from: number;
                                points: number;
                            }[];
                            corroboration: {
                                from: number;
                                points: number;
                            }[];
                            deviceDoubt: number;
                        };
                        deadlines: {
                            [key: string]: {
                                days: number;
                                remindBefore: number;
                                escalateAfter: number | null;
                                expireAfter: number | null;
                            };
                        };
                        visits: {
                            radiusM: number;
                        };
                        papers: {
                            caseFileFromRepeats: number;
                            minorSeverity: number;
                            colours: {
                                /** @enum {string} */
                                reminder: "white" | "yellow" | "blue" | "pink" | "green";
                                /** @enum {string} */
                                "case-file": "white" | "yellow" | "blue" | "pink" | "green";
                            };
                        };
                        devices: {
                            silentMinutes: number;
                            downMinutes: number;
                            expiringDays: number;
                            required: {
                                [key: string]: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished")[];
                            };
                            industries: string[];
                            typeCodes: {
                                [key: string]: string[];
                            };
                        };
                        calendar: {
                            daysOff: string[];
                            workdays: string[];
                        };
                        statistics: {
                            zone: string;
                        };
                        exchange: {
                            divisionCode: string | null;
                            plateColours: {
                                [key: string]: string;
                            };
                            stages: {
                                [key: string]: string | null;
                            };
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            joining: {
                                matters: {
                                    [key: string]: {
                                        plateMinutes: number;
                                        spotMinutes: number;
                                        radiusM: number;
                                        acrossSources: boolean;
                                        /** @enum {string} */
                                        repeatBy: "plate" | "place";
                                    };
                                };
                                iou: number;
                                repeatDays: number;
                            };
                            tiers: {
                                gatewayId: string;
                                zoneId: string;
                                /** @enum {string} */
                                tier: "banned" | "controlled" | "regulated";
                            }[];
                            severity: {
                                matter: {
                                    [key: string]: number;
                                };
                                tier: {
                                    banned: number;
                                    controlled: number;
                                    regulated: number;
                                };
                                minutes: {
                                    from: number;
                                    points: number;
                                }[];
                                repeats: {
                                    from: number;
                                    points: number;
                                }[];
                                corroboration: {
                                    from: number;
                                    points: number;
                                }[];
                                deviceDoubt: number;
                            };
                            deadlines: {
                                [key: string]: {
                                    days: number;
                                    remindBefore: number;
                                    escalateAfter: number | null;
                                    expireAfter: number | null;
                                };
                            };
                            visits: {
                                radiusM: number;
                            };
                            papers: {
                                caseFileFromRepeats: number;
                                minorSeverity: number;
                                colours: {
                                    /** @enum {string} */
                                    reminder: "white" | "yellow" | "blue" | "pink" | "green";
                                    /** @enum {string} */
                                    "case-file": "white" | "yellow" | "blue" | "pink" | "green";
                                };
                            };
                            devices: {
                                silentMinutes: number;
                                downMinutes: number;
                                expiringDays: number;
                                required: {
                                    [key: string]: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished")[];
                                };
                                industries: string[];
                                typeCodes: {
                                    [key: string]: string[];
                                };
                            };
                            calendar: {
                                daysOff: string[];
                                workdays: string[];
                            };
                            statistics: {
                                zone: string;
                            };
                            exchange: {
                                divisionCode: string | null;
                                plateColours: {
                                    [key: string]: string;
                                };
                                stages: {
                                    [key: string]: string | null;
                                };
                            };
                        };
                    };
                };
            };
        };
    };
    "/api/v1/patrols": {
        parameters: {
        };
        /** Patrols and the grids they go through */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            patrols: {
                                patrolId: string;
                                name: string;
                                bureauId: string | null;
                                grids: string[];
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/patrols/{patrolId}": {
        parameters: {
        };
        /** Write a patrol down, or change it */
        put: {
            parameters: {
                path: {
                    patrolId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        bureauId: string | null;
                        grids: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            patrolId: string;
                            name: string;
                            bureauId: string | null;
                            grids: string[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/cases/{caseId}/dispatches": {
        parameters: {
        };
        /**
         * Send a patrol to look at a case
         * @description Of the patrols that go through the grid, the one with least to do is sent.
         */
        post: {
            parameters: {
                path: {
                    caseId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        patrolId?: string;
                        grid?: string;
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            dispatchId: number;
                            caseId: string;
                            patrolId: string;
                            grid: string | null;
                            /** @enum {string} */
                            state: "sent" | "taken" | "reported" | "closed" | "withdrawn";
                            version: number;
                            sentAtMs: number;
                            dueAtMs: number | null;
                            isOverdue: boolean;
                            finding: ("confirmed" | "not-found" | "corrected") | null;
                            steps: {
                                version: number;
                                /** @enum {string} */
                                step: "send" | "take" | "report" | "send-back" | "close" | "withdraw";
                                atMs: number;
                                accountId: string;
                                displayName: string;
                                note: string | null;
                                finding: ("confirmed" | "not-found" | "corrected") | null;
                                photos: string[];
                                requestId: string;
                                client: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/dispatches": {
        parameters: {
        };
        /** Patrols that were sent, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    caseId?: string;
                    patrolId?: string;
                    grid?: string;
                    state?: "sent" | "taken" | "reported" | "closed" | "withdrawn";
                    /** @description true: those alone that are late */
                    overdue?: "true" | "false";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            dispatches: {
                                dispatchId: number;
                                caseId: string;
                                patrolId: string;
                                grid: string | null;
                                /** @enum {string} */
                                state: "sent" | "taken" | "reported" | "closed" | "withdrawn";
                                version: number;
                                sentAtMs: number;
                                dueAtMs: number | null;
                                isOverdue: boolean;
                                finding: ("confirmed" | "not-found" | "corrected") | null;
                                patrolName: string;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                placeName: string;
                                severity: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/dispatches/{dispatchId}": {
        parameters: {
        };
        /** A patrol that was sent, with all that was done */
        get: {
            parameters: {
                path: {
                    dispatchId: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            dispatchId: number;
                            caseId: string;
                            patrolId: string;
                            grid: string | null;
                            /** @enum {string} */
                            state: "sent" | "taken" | "reported" | "closed" | "withdrawn";
                            version: number;
                            sentAtMs: number;
                            dueAtMs: number | null;
                            isOverdue: boolean;
                            finding: ("confirmed" | "not-found" | "corrected") | null;
                            steps: {
                                version: number;
                                /** @enum {string} */
                                step: "send" | "take" | "report" | "send-back" | "close" | "withdraw";
                                atMs: number;
                                accountId: string;
                                displayName: string;
                                note: string | null;
                                finding: ("confirmed" | "not-found" | "corrected") | null;
                                photos: string[];
                                requestId: string;
                                client: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/dispatches/{dispatchId}/steps": {
        parameters: {
        };
        /**
         * Take a step with a dispatch: take, report, send back, close, withdraw
         * @description Send the ETag of the dispatch as `If-Match`. A report names photos that were sent before.
         */
        post: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    dispatchId: number;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        step: "take";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "report";
                        /** @enum {string} */
                        finding: "confirmed" | "not-found" | "corrected";
                        note: string;
                        photos: string[];
                    } | {
                        /** @enum {string} */
                        step: "send-back";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "close";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "withdraw";
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            dispatchId: number;
                            caseId: string;
                            patrolId: string;
                            grid: string | null;
                            /** @enum {string} */
                            state: "sent" | "taken" | "reported" | "closed" | "withdrawn";
                            version: number;
                            sentAtMs: number;
                            dueAtMs: number | null;
                            isOverdue: boolean;
                            finding: ("confirmed" | "not-found" | "corrected") | null;
                            steps: {
                                version: number;
                                /** @enum {string} */
                                step: "send" | "take" | "report" | "send-back" | "close" | "withdraw";
                                atMs: number;
                                accountId: string;
                                displayName: string;
                                note: string | null;
                                finding: ("confirmed" | "not-found" | "corrected") | null;
                                photos: string[];
                                requestId: string;
                                client: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/dispatches/{dispatchId}/photos/{sha256}": {
        parameters: {
        };
        /** A photo that a patrol took, with a reason that is logged */
        get: {
            parameters: {
                query?: {
                    /** @description Why the sealed original is opened */
                    reason?: string;
                };
                path: {
                    dispatchId: number;
                    sha256: string;
                };
            };
            responses: {
                /** @description The photo */
                200: {
                    content: {
                        "image/jpeg": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/documents": {
        parameters: {
        };
        /** The newest version of each document, those of the town and of one’s own bureau */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    kind?: "rules" | "configuration";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            documents: {
                                /** @enum {string} */
                                kind: "rules" | "configuration";
                                name: string;
                                version: number;
                                sha256: string;
                                sizeBytes: number;
                                bureauId: string | null;
                                note: string;
                                accountId: string;
                                displayName: string;
                                createdAtMs: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Publish the next version of a document; no gateway gets it before it is rolled out
         * @description Send the newest version that you saw as `If-Match`, `"v0"` for a new document. Configuration asks for `configuration.publish` besides. The newest text, sent again, answers 200 with its version.
         */
        post: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "rules" | "configuration";
                        name: string;
                        /** @default null */
                        bureauId?: string | null;
                        text: string;
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            name: string;
                            version: number;
                            sha256: string;
                            sizeBytes: number;
                            bureauId: string | null;
                            note: string;
                            accountId: string;
                            displayName: string;
                            createdAtMs: number;
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            name: string;
                            version: number;
                            sha256: string;
                            sizeBytes: number;
                            bureauId: string | null;
                            note: string;
                            accountId: string;
                            displayName: string;
                            createdAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/documents/{kind}/{name}/versions": {
        parameters: {
        };
        /** Versions of a document, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
                path: {
                    kind: "rules" | "configuration";
                    name: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            documents: {
                                /** @enum {string} */
                                kind: "rules" | "configuration";
                                name: string;
                                version: number;
                                sha256: string;
                                sizeBytes: number;
                                bureauId: string | null;
                                note: string;
                                accountId: string;
                                displayName: string;
                                createdAtMs: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/documents/{kind}/{name}/versions/{version}": {
        parameters: {
        };
        /** One version of a document, with its text */
        get: {
            parameters: {
                path: {
                    kind: "rules" | "configuration";
                    name: string;
                    version: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            name: string;
                            version: number;
                            sha256: string;
                            sizeBytes: number;
                            bureauId: string | null;
                            note: string;
                            accountId: string;
                            displayName: string;
                            createdAtMs: number;
                            text: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateway-groups": {
        parameters: {
        };
        /** Groups of gateways, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    kind?: "rules" | "configuration";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            groups: {
                                groupId: string;
                                name: string;
                                /** @enum {string} */
                                kind: "rules" | "configuration";
                                bureauId: string | null;
                                version: number;
                                gateways: number;
                                document: {
                                    name: string;
                                    version: number;
                                    sha256: string;
                                } | null;
                                rolloutId: number | null;
                                createdAtMs: number;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Make a group of gateways for one kind of document
         * @description For those who are limited to no bureau.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        groupId: string;
                        name: string;
                        /** @enum {string} */
                        kind: "rules" | "configuration";
                        /** @default null */
                        bureauId?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            groupId: string;
                            name: string;
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            bureauId: string | null;
                            version: number;
                            gateways: number;
                            document: {
                                name: string;
                                version: number;
                                sha256: string;
                            } | null;
                            rolloutId: number | null;
                            createdAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateway-groups/{groupId}": {
        parameters: {
        };
        /** One group of gateways, and what it goes by */
        get: {
            parameters: {
                path: {
                    groupId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            groupId: string;
                            name: string;
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            bureauId: string | null;
                            version: number;
                            gateways: number;
                            document: {
                                name: string;
                                version: number;
                                sha256: string;
                            } | null;
                            rolloutId: number | null;
                            createdAtMs: number;
                        };
                    };
                };
            };
        };
        /**
         * Rename a group, and change which gateways are in it
         * @description For those who are limited to no bureau. Send the ETag of the group as `If-Match`. Gateways that come get what the group goes by; those that go return to the files on their boxes.
         */
        patch: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    groupId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @default [] */
                        add?: string[];
                        /** @default [] */
                        remove?: string[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            groupId: string;
                            name: string;
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            bureauId: string | null;
                            version: number;
                            gateways: number;
                            document: {
                                name: string;
                                version: number;
                                sha256: string;
                            } | null;
                            rolloutId: number | null;
                            createdAtMs: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateway-groups/{groupId}/gateways": {
        parameters: {
        };
        /** Gateways of a group: what each is to go by, and what it made of it */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    standing?: "local" | "unheard" | "waiting" | "taken" | "refused" | "silent";
                };
                path: {
                    groupId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            gateways: {
                                gatewayId: string;
                                document: {
                                    name: string;
                                    version: number;
                                    sha256: string;
                                } | null;
                                /** @enum {string} */
                                standing: "local" | "unheard" | "waiting" | "taken" | "refused" | "silent";
                                problem: string | null;
                                problems: number;
                                outcomeAtMs: number | null;
                                askedAtMs: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/rollouts": {
        parameters: {
        };
        /** Roll-outs with their counts, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "running" | "paused" | "halted" | "finished" | "rolled-back";
                    groupId?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            rollouts: {
                                rolloutId: number;
                                groupId: string;
                                /** @enum {string} */
                                kind: "rules" | "configuration";
                                document: {
                                    name: string;
                                    version: number;
                                    sha256: string;
                                };
                                previous: {
                                    name: string;
                                    version: number;
                                    sha256: string;
                                } | null;
                                /** @enum {string} */
                                state: "running" | "paused" | "halted" | "finished" | "rolled-back";
                                version: number;
                                steps: number[];
                                percent: number;
                                stepAtMs: number;
                                soakMinutes: number | null;
                                haltAbovePercent: number;
                                silentMinutes: number;
                                reason: string | null;
                                startedAtMs: number;
                                counts: {
                                    gateways: number;
                                    given: number;
                                    taken: number;
                                    refused: number;
                                    silent: number;
                                    waiting: number;
                                    unheard: number;
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /**
         * Begin to roll a version of a document out to a group, the first share of it
         * @description Configuration asks for `configuration.publish` besides.
         */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        groupId: string;
                        name: string;
                        version: number;
                        /**
                         * @default [
                         *       10,
                         *       50,
                         *       100
                         *     ]
                         */
                        steps?: number[];
                        /** @default null */
                        soakMinutes?: number | null;
                        /** @default 5 */
                        haltAbovePercent?: number;
                        /** @default 15 */
                        silentMinutes?: number;
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            rolloutId: number;
                            groupId: string;
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            document: {
                                name: string;
                                version: number;
                                sha256: string;
                            };
                            previous: {
                                name: string;
                                version: number;
                                sha256: string;
                            } | null;
                            /** @enum {string} */
                            state: "running" | "paused" | "halted" | "finished" | "rolled-back";
                            version: number;
                            steps: number[];
                            percent: number;
                            stepAtMs: number;
                            soakMinutes: number | null;
                            haltAbovePercent: number;
                            silentMinutes: number;
                            reason: string | null;
                            startedAtMs: number;
                            counts: {
                                gateways: number;
                                given: number;
                                taken: number;
                                refused: number;
                                silent: number;
                                waiting: number;
                                unheard: number;
                            };
                            history: {
                                /** @enum {string} */
                                step: "start" | "advance" | "finish" | "pause" | "resume" | "retry" | "roll-back" | "halt";
                                percent: number;
                                atMs: number;
                                accountId: string | null;
                                displayName: string | null;
                                note: string | null;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/rollouts/{rolloutId}": {
        parameters: {
        };
        /** One roll-out: how many gateways stand where, and what was done with it */
        get: {
            parameters: {
                path: {
                    rolloutId: number;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            rolloutId: number;
                            groupId: string;
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            document: {
                                name: string;
                                version: number;
                                sha256: string;
                            };
                            previous: {
                                name: string;
                                version: number;
                                sha256: string;
                            } | null;
                            /** @enum {string} */
                            state: "running" | "paused" | "halted" | "finished" | "rolled-back";
                            version: number;
                            steps: number[];
                            percent: number;
                            stepAtMs: number;
                            soakMinutes: number | null;
                            haltAbovePercent: number;
                            silentMinutes: number;
                            reason: string | null;
                            startedAtMs: number;
                            counts: {
                                gateways: number;
                                given: number;
                                taken: number;
                                refused: number;
                                silent: number;
                                waiting: number;
                                unheard: number;
                            };
                            history: {
                                /** @enum {string} */
                                step: "start" | "advance" | "finish" | "pause" | "resume" | "retry" | "roll-back" | "halt";
                                percent: number;
                                atMs: number;
                                accountId: string | null;
                                displayName: string | null;
                                note: string | null;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/rollouts/{rolloutId}/steps": {
        parameters: {
        };
        /**
         * Take a step with a roll-out: advance, pause, resume, retry, roll back
         * @description Send the ETag of the roll-out, or `"v1"` for version 1, as `If-Match`. Advanced beyond its last share it is finished, and the group goes by the document for good. A finished one can be rolled back until the next begins.
         */
        post: {
            parameters: {
                header?: {
                    "if-match"?: string;
                };
                path: {
                    rolloutId: number;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        step: "advance";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "pause";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "resume";
                        note: string;
                    } | {
                        /** @enum {string} */
                        step: "retry";
                        note?: string;
                    } | {
                        /** @enum {string} */
                        step: "roll-back";
                        note: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            rolloutId: number;
                            groupId: string;
                            /** @enum {string} */
                            kind: "rules" | "configuration";
                            document: {
                                name: string;
                                version: number;
                                sha256: string;
                            };
                            previous: {
                                name: string;
                                version: number;
                                sha256: string;
                            } | null;
                            /** @enum {string} */
                            state: "running" | "paused" | "halted" | "finished" | "rolled-back";
                            version: number;
                            steps: number[];
                            percent: number;
                            stepAtMs: number;
                            soakMinutes: number | null;
                            haltAbovePercent: number;
                            silentMinutes: number;
                            reason: string | null;
                            startedAtMs: number;
                            counts: {
                                gateways: number;
                                given: number;
                                taken: number;
                                refused: number;
                                silent: number;
                                waiting: number;
                                unheard: number;
                            };
                            history: {
                                /** @enum {string} */
                                step: "start" | "advance" | "finish" | "pause" | "resume" | "retry" | "roll-back" | "halt";
                                percent: number;
                                atMs: number;
                                accountId: string | null;
                                displayName: string | null;
                                note: string | null;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/precision": {
        parameters: {
        };
        /** How often rules were right, by version and camera or sensor */
        get: {
            parameters: {
                query?: {
                    gatewayId?: string;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    fromMs?: number;
                    toMs?: number;
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            rules: {
                                gatewayId: string;
                                sourceId: string;
                                ruleId: string;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                rules: {
                                    sha256: string;
                                    version: string | null;
                                };
                                verdicts: {
                                    confirmed: number;
                                    rejected: number;
                                    excused: number;
                                    open: number;
                                };
                                precision: {
                                    count: number;
                                    of: number;
                                    share: number | null;
                                    interval: {
                                        low: number;
                                        high: number;
                                    } | null;
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/verdicts": {
        parameters: {
        };
        /**
         * Verdicts on the violations of a gateway, to try rules with
         * @description Verdicts by the IDs of the violations. Cases that were excused, expired or wait are not in it. When there are more, `Link` with `rel="next"` names the next page.
         */
        get: {
            parameters: {
                query: {
                    limit?: number;
                    /** @description The last violation of the page before */
                    after?: string;
                    gatewayId: string;
                };
            };
            responses: {
                /** @description A list that `npm run backtest -- --labels` reads */
                200: {
                    content: {
                        "application/json": {
                            violationId: string;
                            /** @enum {string} */
                            verdict: "confirmed" | "rejected";
                            reason?: string;
                        }[];
                    };
                };
            };
        };
    };
    "/api/v1/gateways/precision": {
        parameters: {
        };
        /** How often the rules of the gateway that asks were right */
        get: {
            parameters: {
                query?: {
                    matter?: "dust" | "parking" | "stall" | "burning";
                    fromMs?: number;
                    toMs?: number;
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            rules: {
                                gatewayId: string;
                                sourceId: string;
                                ruleId: string;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                rules: {
                                    sha256: string;
                                    version: string | null;
                                };
                                verdicts: {
                                    confirmed: number;
                                    rejected: number;
                                    excused: number;
                                    open: number;
                                };
                                precision: {
                                    count: number;
                                    of: number;
                                    share: number | null;
                                    interval: {
                                        low: number;
                                        high: number;
                                    } | null;
                                };
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/gateways/verdicts": {
        parameters: {
        };
        /**
         * Verdicts on the violations of the gateway that asks
         * @description Verdicts by the IDs of the violations. Cases that were excused, expired or wait are not in it. When there are more, `Link` with `rel="next"` names the next page.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description The last violation of the page before */
                    after?: string;
                };
            };
            responses: {
                /** @description A list that `npm run backtest -- --labels` reads */
                200: {
                    content: {
                        "application/json": {
                            violationId: string;
                            /** @enum {string} */
                            verdict: "confirmed" | "rejected";
                            reason?: string;
                        }[];
                    };
                };
            };
        };
    };
    "/api/v1/statistics/cases": {
        parameters: {
        };
        /**
         * How many cases were opened
         * @description By day, matter, state, bureau and area. The state is that of now.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    /** @description What is counted by: day, matter, state, bureau, area; up to 3, separated by commas */
                    by?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                /** Format: date */
                                day?: string;
                                /** @enum {string} */
                                matter?: "dust" | "parking" | "stall" | "burning";
                                /** @enum {string} */
                                state?: "candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired";
                                bureauId?: string | null;
                                areaId?: string | null;
                                cases: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/cases.csv": {
        parameters: {
        };
        /**
         * How many cases were opened, as a table
         * @description By day, matter, state, bureau and area. The state is that of now.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    /** @description What is counted by: day, matter, state, bureau, area; up to 3, separated by commas */
                    by?: string;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/statistics/steps": {
        parameters: {
        };
        /**
         * How long cases took from their opening to each step
         * @description Of the steps that were taken in the period: median and 90th percentile.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    by?: "matter" | "bureau";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                /** @enum {string} */
                                step: "begin-review" | "put-back" | "confirm" | "reject" | "transfer" | "accept" | "return" | "merge" | "correct" | "review-again" | "reopen" | "expire";
                                /** @enum {string} */
                                matter?: "dust" | "parking" | "stall" | "burning";
                                bureauId?: string | null;
                                taken: number;
                                medianMs: number;
                                p90Ms: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/steps.csv": {
        parameters: {
        };
        /**
         * How long cases took from their opening to each step, as a table
         * @description Of the steps that were taken in the period: median and 90th percentile.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    by?: "matter" | "bureau";
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/statistics/deadlines": {
        parameters: {
        };
        /**
         * How many deadlines were kept
         * @description Of those that ended in the period, with the 95 % interval by Wilson; `overdue` are past now and have not ended.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    by?: "matter" | "bureau";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                /** @enum {string} */
                                clock: "review" | "transfer" | "acceptance" | "return" | "erasure" | "support" | "opinion";
                                /** @enum {string} */
                                matter?: "dust" | "parking" | "stall" | "burning";
                                bureauId?: string | null;
                                kept: {
                                    count: number;
                                    of: number;
                                    share: number | null;
                                    interval: {
                                        low: number;
                                        high: number;
                                    } | null;
                                };
                                overdue: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/deadlines.csv": {
        parameters: {
        };
        /**
         * How many deadlines were kept, as a table
         * @description Of those that ended in the period, with the 95 % interval by Wilson; `overdue` are past now and have not ended.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    by?: "matter" | "bureau";
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/statistics/places": {
        parameters: {
        };
        /**
         * Places with several cases
         * @description Of the cases that were opened in the period and neither rejected nor merged: the hundred places with the most.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                gatewayId: string;
                                sourceId: string;
                                placeName: string;
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                cases: number;
                                confirmed: number;
                                lastOpenedAtMs: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/places.csv": {
        parameters: {
        };
        /**
         * Places with several cases, as a table
         * @description Of the cases that were opened in the period and neither rejected nor merged: the hundred places with the most.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/statistics/offenders": {
        parameters: {
        };
        /**
         * Vehicles with several cases
         * @description As for places, by plates; plates are masked, whoever asks.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                plate: string;
                                places: number;
                                cases: number;
                                confirmed: number;
                                lastOpenedAtMs: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/offenders.csv": {
        parameters: {
        };
        /**
         * Vehicles with several cases, as a table
         * @description As for places, by plates; plates are masked, whoever asks.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/statistics/hours": {
        parameters: {
        };
        /**
         * At which hours of the week offences are found
         * @description Of the cases that were opened in the period, by the hour in which their rule was met; all 168 hours.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                weekday: number;
                                hour: number;
                                cases: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/hours.csv": {
        parameters: {
        };
        /**
         * At which hours of the week offences are found, as a table
         * @description Of the cases that were opened in the period, by the hour in which their rule was met; all 168 hours.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/statistics/rejections": {
        parameters: {
        };
        /**
         * Why cases were rejected
         * @description Rejections of the period, by reason and matter.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                /** @enum {string} */
                                reason: "emergency-duty" | "stolen-or-cloned" | "rescue-or-necessity" | "handled-on-site" | "signals-inconsistent" | "unclear-record" | "wrong-plate" | "other-to-be-deleted" | "false-detection" | "not-an-offence" | "outside-area" | "permitted" | "other";
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                rejections: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/rejections.csv": {
        parameters: {
        };
        /**
         * Why cases were rejected, as a table
         * @description Rejections of the period, by reason and matter.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/statistics/persuasion": {
        parameters: {
        };
        /**
         * What persuasion settled
         * @description Cases that were settled by persuasion in the period, and papers of the two colours that were drafted.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            fromMs: number;
                            toMs: number;
                            zone: string;
                            rows: {
                                /** @enum {string} */
                                matter: "dust" | "parking" | "stall" | "burning";
                                corrected: {
                                    count: number;
                                    of: number;
                                    share: number | null;
                                    interval: {
                                        low: number;
                                        high: number;
                                    } | null;
                                };
                                afterReminder: number;
                                reminders: number;
                                caseFiles: number;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/statistics/persuasion.csv": {
        parameters: {
        };
        /**
         * What persuasion settled, as a table
         * @description Cases that were settled by persuasion in the period, and papers of the two colours that were drafted.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970; left out: 30 days before `toMs` */
                    fromMs?: number;
                    /** @description Not included; at most 366 days after `fromMs`; left out: now */
                    toMs?: number;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    bureauId?: string;
                    areaId?: string;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/cases.csv": {
        parameters: {
        };
        /**
         * Cases, filtered and sorted, as a table
         * @description All of it, whatever its length, as the list shows it to whoever asks. That it was taken is in the audit log.
         */
        get: {
            parameters: {
                query?: {
                    matter?: "dust" | "parking" | "stall" | "burning";
                    state?: ("candidate" | "in_review" | "confirmed" | "transferred" | "accepted" | "returned" | "rejected" | "merged" | "corrected" | "expired") | ("open" | "to-do");
                    dispatch?: "none";
                    bureauId?: string;
                    minSeverity?: number;
                    dueBeforeMs?: number;
                    sort?: "newest" | "due" | "severity";
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/verdicts.csv": {
        parameters: {
        };
        /**
         * Verdicts on the violations of a gateway, as a table
         * @description All of it, whatever its length, as the list shows it to whoever asks. That it was taken is in the audit log.
         */
        get: {
            parameters: {
                query: {
                    gatewayId: string;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/precision.csv": {
        parameters: {
        };
        /**
         * How often rules were right, as a table
         * @description All of it, whatever its length, as the list shows it to whoever asks. That it was taken is in the audit log.
         */
        get: {
            parameters: {
                query?: {
                    gatewayId?: string;
                    matter?: "dust" | "parking" | "stall" | "burning";
                    fromMs?: number;
                    toMs?: number;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/devices.csv": {
        parameters: {
        };
        /**
         * Devices of the register, the newest first, as a table
         * @description All of it, whatever its length, as the list shows it to whoever asks. That it was taken is in the audit log.
         */
        get: {
            parameters: {
                query?: {
                    kind?: "gateway" | "camera" | "monitor" | "speaker";
                    health?: "well" | "faulty" | "silent" | "unknown";
                    missing?: ("deviceLegalReview" | "deviceTechReview" | "standardsConformity" | "calibration" | "signagePosted" | "sitePublished" | "inUse") | "any";
                    grid?: string;
                    bureauId?: string;
                    areaId?: string;
                    gatewayId?: string;
                    retired?: "true" | "false";
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/audit.csv": {
        parameters: {
        };
        /**
         * Entries of the audit log, the newest first, as a table
         * @description All of it, whatever its length, as the list shows it to whoever asks. That it was taken is in the audit log.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of whoever did it */
                    accountId?: string;
                    /** @description Of a case, an account, a device that it was done to */
                    subjectId?: string;
                    action?: "session.begin" | "session.end" | "session.refused" | "token.begin" | "account.set-up" | "account.create" | "account.change" | "account.disable" | "account.enable" | "account.password-reset" | "account.password-change" | "account.sign-out-everywhere" | "plate.read" | "original.read" | "jurisdiction.import" | "case.step" | "desk.change" | "coordination.position" | "coordination.decide" | "joint.invite" | "joint.step" | "joint.decide" | "inspection.step" | "paper.draft" | "case.export" | "document.publish" | "group.change" | "rollout.step" | "webhook.change" | "device.create" | "device.change" | "device.retire" | "device.reinstate" | "device.import" | "device.code" | "device.revoke" | "audit.export" | "list.export";
                    /** @description Written down from then on, in milliseconds since 1970 */
                    fromMs?: number;
                    /** @description Written down before then */
                    toMs?: number;
                    /** @description Language of headers and words; left out: as `Accept-Language` says, else Chinese */
                    lang?: "zh" | "en";
                };
            };
            responses: {
                /** @description CSV (RFC 4180) in UTF-8 with a byte order mark, as spreadsheets read it; moments in the time zone of the settings */
                200: {
                    content: {
                        "text/csv": unknown;
                    };
                };
            };
        };
    };
    "/api/v1/webhooks": {
        parameters: {
        };
        /** Webhooks; one who is limited to a bureau sees those of the bureau */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            webhooks: {
                                webhookId: string;
                                bureauId: string | null;
                                url: string;
                                types: ("lamppost.case.opened.v1" | "lamppost.case.step.v1" | "lamppost.case.act.v1" | "lamppost.case.alarm.v1" | "lamppost.device.chain-question.v1" | "lamppost.device.clock-doubt.v1" | "lamppost.device.alarm.v1" | "lamppost.rollout.step.v1")[];
                                createdAtMs: number;
                                isDisabled: boolean;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        /** Have events told to an address: CloudEvents 1.0, signed as Standard Webhooks does */
        post: {
            parameters: {
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uri */
                        url: string;
                        types: ("lamppost.case.opened.v1" | "lamppost.case.step.v1" | "lamppost.case.act.v1" | "lamppost.case.alarm.v1" | "lamppost.device.chain-question.v1" | "lamppost.device.clock-doubt.v1" | "lamppost.device.alarm.v1" | "lamppost.rollout.step.v1")[];
                        bureauId: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            webhook: {
                                webhookId: string;
                                bureauId: string | null;
                                url: string;
                                types: ("lamppost.case.opened.v1" | "lamppost.case.step.v1" | "lamppost.case.act.v1" | "lamppost.case.alarm.v1" | "lamppost.device.chain-question.v1" | "lamppost.device.clock-doubt.v1" | "lamppost.device.alarm.v1" | "lamppost.rollout.step.v1")[];
                                createdAtMs: number;
                                isDisabled: boolean;
                            };
                            /** @description Shown this once: `whsec_` and base64, as Standard Webhooks writes it */
                            secret: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/webhooks/{webhookId}": {
        parameters: {
        };
        /** Change or disable a webhook; what waits for it then is put among its dead letters */
        patch: {
            parameters: {
                path: {
                    webhookId: string;
                };
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: uri */
                        url?: string;
                        types?: ("lamppost.case.opened.v1" | "lamppost.case.step.v1" | "lamppost.case.act.v1" | "lamppost.case.alarm.v1" | "lamppost.device.chain-question.v1" | "lamppost.device.clock-doubt.v1" | "lamppost.device.alarm.v1" | "lamppost.rollout.step.v1")[];
                        isDisabled?: boolean;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            webhookId: string;
                            bureauId: string | null;
                            url: string;
                            types: ("lamppost.case.opened.v1" | "lamppost.case.step.v1" | "lamppost.case.act.v1" | "lamppost.case.alarm.v1" | "lamppost.device.chain-question.v1" | "lamppost.device.clock-doubt.v1" | "lamppost.device.alarm.v1" | "lamppost.rollout.step.v1")[];
                            createdAtMs: number;
                            isDisabled: boolean;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/webhooks/{webhookId}/secret": {
        parameters: {
        };
        /** A new secret; events are signed with it from now on */
        post: {
            parameters: {
                path: {
                    webhookId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @description Shown this once: `whsec_` and base64, as Standard Webhooks writes it */
                            secret: string;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/webhooks/{webhookId}/deliveries": {
        parameters: {
        };
        /** Events of a webhook, newest first: its dead letters, unless another state is asked for */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: "waiting" | "sent" | "dead";
                };
                path: {
                    webhookId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            deliveries: {
                                deliveryNumber: number;
                                eventId: string;
                                /** @enum {string} */
                                type: "lamppost.case.opened.v1" | "lamppost.case.step.v1" | "lamppost.case.act.v1" | "lamppost.case.alarm.v1" | "lamppost.device.chain-question.v1" | "lamppost.device.clock-doubt.v1" | "lamppost.device.alarm.v1" | "lamppost.rollout.step.v1" | "lamppost.webhook.test.v1";
                                queuedAtMs: number;
                                /** @enum {string} */
                                state: "waiting" | "sent" | "dead";
                                attempts: number;
                                nextAttemptAtMs: number | null;
                                lastFailure: string | null;
                                settledAtMs: number | null;
                            }[];
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/webhooks/{webhookId}/retry": {
        parameters: {
        };
        /** Try all dead letters of a webhook again, for a day more */
        post: {
            parameters: {
                path: {
                    webhookId: string;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            retried: number;
                        };
                    };
                };
            };
        };
    };
    "/api/v1/webhooks/{webhookId}/test": {
        parameters: {
        };
        /** Tell a webhook a test event, whatever it asks for; its deliveries say what became of it */
        post: {
            parameters: {
                path: {
                    webhookId: string;
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    content: {
                        "application/json": {
                            eventId: string;
                        };
                    };
                };
            };
        };
    };
    "/healthz": {
        parameters: {
        };
        /** Whether the process lives */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "alive";
                        };
                    };
                };
            };
        };
    };
    "/readyz": {
        parameters: {
        };
        /** Whether database and disk serve */
        get: {
            parameters: {
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ready";
                        };
                    };
                };
            };
        };
    };
    "/metrics": {
        parameters: {
        };
        /** Counters for Prometheus */
        get: {
            parameters: {
            };
            responses: {
                /** @description Text of the exposition format */
                200: {
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
    };
    "/api/v1/devices/import": {
        parameters: {
        };
        /**
         * Import devices, or records of their legal status
         * @description CSV (`text/csv`), at most 5,000 lines. With a column `condition` each line is a record that is added to a device; else each is a device, which is written down or changed. All of it is taken or nothing.
         */
        post: {
            parameters: {
                query?: {
                    /** @description true: check, and write nothing */
                    trial?: "true" | "false";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            added: number;
                            changed: number;
                            unchanged: number;
                            isTrial: boolean;
                            faults: {
                                line: number;
                                field: string;
                                message: string;
                            }[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/uploads": {
        parameters: {
        };
        /** Begin an upload (tus creation) */
        post: {
            parameters: {
            };
            responses: {
                /** @description Done; what there is to tell stands in the headers of tus */
                201: {
                };
            };
        };
        /** What the upload server supports (tus) */
        options: {
            parameters: {
            };
            responses: {
                /** @description Done; what there is to tell stands in the headers of tus */
                204: {
                };
            };
        };
    };
    "/api/v1/uploads/{id}": {
        parameters: {
        };
        /** Give up an upload (tus termination) */
        delete: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done; what there is to tell stands in the headers of tus */
                204: {
                };
            };
        };
        /** Go on with an upload (tus) */
        patch: {
            parameters: {
                path: {
                    id: string;
                };
            };
            responses: {
                /** @description Done; what there is to tell stands in the headers of tus */
                204: {
                };
            };
        };
    };
    "/api/v1/jurisdiction/import": {
        parameters: {
        };
        /**
         * Import bureaus, areas, unit grids and power lists
         * @description CSV (`text/csv`): a power list. GeoJSON (`application/geo+json`): areas, with areaId and name as properties, or unit grids, with grid and name. JSON: `bureaus`, `areas`, `powers` and `grids`. What is there already is replaced: a bureau, an area, a grid, the whole list of each area that the file names. All of it is taken or nothing.
         */
        post: {
            parameters: {
                query?: {
                    /** @description true: check, and write nothing */
                    trial?: "true" | "false";
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    content: {
                        "application/json": {
                            bureaus: number;
                            areas: number;
                            powers: number;
                            grids: number;
                            isTrial: boolean;
                            faults: {
                                line: number;
                                field: string;
                                message: string;
                            }[];
                            changed: number;
                            changes: ({
                                /** @enum {string} */
                                kind: "bureau" | "area" | "grid";
                                /** @enum {string} */
                                change: "added" | "changed";
                                id: string;
                                name: string;
                            } | {
                                /** @enum {string} */
                                kind: "power";
                                /** @enum {string} */
                                change: "added" | "changed" | "removed";
                                power: {
                                    areaId: string;
                                    matterCode: string;
                                    bureauId: string;
                                    validFrom: string;
                                    validTo: string | null;
                                    legalBasis: string;
                                };
                                before: {
                                    areaId: string;
                                    matterCode: string;
                                    bureauId: string;
                                    validFrom: string;
                                    validTo: string | null;
                                    legalBasis: string;
                                } | null;
                            })[];
                        };
                    };
                };
            };
        };
    };
    "/api/v1/dispatches/{dispatchId}/photos": {
        parameters: {
        };
        /** Send a photo that was taken on site, as image/jpeg */
        post: {
            parameters: {
                path: {
                    dispatchId: number;
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    content: {
                        "application/json": {
                            sha256: string;
                            sizeBytes: number;
                        };
                    };
                };
            };
        };
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ProblemInput: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {string} */
            code: "request.invalid" | "request.too-large" | "request.media-type" | "request.too-many" | "request.no-such-address" | "access.sign-in-needed" | "access.code-wrong" | "access.not-allowed" | "access.token-wrong" | "access.sign-in-wrong" | "access.password-change-needed" | "access.reason-needed" | "access.no-provider" | "access.provider-refused" | "access.provider-unreachable" | "access.too-many-failures" | "account.not-found" | "account.name-taken" | "account.last-administrator" | "account.no-password" | "account.password-weak" | "account.setup-code-wrong" | "bureau.not-found" | "area.not-found" | "coordination.not-yours" | "coordination.decided" | "audit.range-empty" | "device.token-missing" | "device.token-invalid" | "device.key-unknown" | "device.key-revoked" | "device.not-found" | "device.exists" | "device.invalid" | "device.number-taken" | "device.changed" | "device.step-not-allowed" | "enrolment.code-wrong" | "enrolment.code-used" | "enrolment.code-expired" | "enrolment.key-revoked" | "enrolment.key-invalid" | "enrolment.key-in-use" | "upload.metadata-invalid" | "upload.not-found" | "upload.gone" | "upload.offset-conflict" | "upload.too-large" | "upload.protocol" | "upload.version" | "evidence.unknown" | "evidence.not-a-zip" | "evidence.entry-name" | "evidence.too-large" | "evidence.manifest-missing" | "evidence.manifest-invalid" | "evidence.manifest-not-canonical" | "evidence.digest-mismatch" | "evidence.wrong-gateway" | "evidence.signature-missing" | "evidence.key-unknown" | "evidence.signature-invalid" | "evidence.file-missing" | "evidence.file-unlisted" | "evidence.file-altered" | "case.not-found" | "case.file-not-found" | "request.version-needed" | "case.changed" | "case.step-not-allowed" | "case.step-incomplete" | "joint.not-found" | "joint.no-lead" | "joint.not-now" | "joint.already-asked" | "joint.nobody" | "joint.changed" | "joint.step-not-allowed" | "inspection.not-found" | "inspection.changed" | "inspection.step-not-allowed" | "inspection.nothing-left" | "inspection.not-asked" | "paper.not-yet" | "paper.reason-needed" | "paper.not-found" | "export.conditions-unmet" | "exchange.no-vehicle" | "webhook.not-found" | "webhook.address-refused" | "webhook.too-many" | "webhook.disabled" | "desk.settings-changed" | "dispatch.not-found" | "dispatch.no-patrol" | "dispatch.under-way" | "dispatch.changed" | "dispatch.step-not-allowed" | "dispatch.photo-missing" | "dispatch.photo-invalid" | "entry.unproven" | "proof.unknown-digest" | "log.no-such-head" | "reminder.id-reused" | "document.not-found" | "document.not-usable" | "document.changed" | "group.not-found" | "group.id-taken" | "group.changed" | "group.gateway-unknown" | "group.gateway-taken" | "rollout.not-found" | "rollout.changed" | "rollout.step-not-allowed" | "rollout.under-way" | "rollout.nothing-new" | "service.not-ready" | "service.busy" | "service.evidence-lost" | "service.internal";
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {string} */
            code: "request.invalid" | "request.too-large" | "request.media-type" | "request.too-many" | "request.no-such-address" | "access.sign-in-needed" | "access.code-wrong" | "access.not-allowed" | "access.token-wrong" | "access.sign-in-wrong" | "access.password-change-needed" | "access.reason-needed" | "access.no-provider" | "access.provider-refused" | "access.provider-unreachable" | "access.too-many-failures" | "account.not-found" | "account.name-taken" | "account.last-administrator" | "account.no-password" | "account.password-weak" | "account.setup-code-wrong" | "bureau.not-found" | "area.not-found" | "coordination.not-yours" | "coordination.decided" | "audit.range-empty" | "device.token-missing" | "device.token-invalid" | "device.key-unknown" | "device.key-revoked" | "device.not-found" | "device.exists" | "device.invalid" | "device.number-taken" | "device.changed" | "device.step-not-allowed" | "enrolment.code-wrong" | "enrolment.code-used" | "enrolment.code-expired" | "enrolment.key-revoked" | "enrolment.key-invalid" | "enrolment.key-in-use" | "upload.metadata-invalid" | "upload.not-found" | "upload.gone" | "upload.offset-conflict" | "upload.too-large" | "upload.protocol" | "upload.version" | "evidence.unknown" | "evidence.not-a-zip" | "evidence.entry-name" | "evidence.too-large" | "evidence.manifest-missing" | "evidence.manifest-invalid" | "evidence.manifest-not-canonical" | "evidence.digest-mismatch" | "evidence.wrong-gateway" | "evidence.signature-missing" | "evidence.key-unknown" | "evidence.signature-invalid" | "evidence.file-missing" | "evidence.file-unlisted" | "evidence.file-altered" | "case.not-found" | "case.file-not-found" | "request.version-needed" | "case.changed" | "case.step-not-allowed" | "case.step-incomplete" | "joint.not-found" | "joint.no-lead" | "joint.not-now" | "joint.already-asked" | "joint.nobody" | "joint.changed" | "joint.step-not-allowed" | "inspection.not-found" | "inspection.changed" | "inspection.step-not-allowed" | "inspection.nothing-left" | "inspection.not-asked" | "paper.not-yet" | "paper.reason-needed" | "paper.not-found" | "export.conditions-unmet" | "exchange.no-vehicle" | "webhook.not-found" | "webhook.address-refused" | "webhook.too-many" | "webhook.disabled" | "desk.settings-changed" | "dispatch.not-found" | "dispatch.no-patrol" | "dispatch.under-way" | "dispatch.changed" | "dispatch.step-not-allowed" | "dispatch.photo-missing" | "dispatch.photo-invalid" | "entry.unproven" | "proof.unknown-digest" | "log.no-such-head" | "reminder.id-reused" | "document.not-found" | "document.not-usable" | "document.changed" | "group.not-found" | "group.id-taken" | "group.changed" | "group.gateway-unknown" | "group.gateway-taken" | "rollout.not-found" | "rollout.changed" | "rollout.step-not-allowed" | "rollout.under-way" | "rollout.nothing-new" | "service.not-ready" | "service.busy" | "service.evidence-lost" | "service.internal";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
