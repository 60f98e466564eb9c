package io.sluice.dashboard;

import io.vertx.core.json.JsonObject;

/** Who hears what is published at an address of the bridge. Used on the management port's event loop. */
interface Listener {
    /** Takes it, or a newer one instead. */
    void hear(Published message);

    /** With which headers it registered at an address, such as the filter of a tail. */
    JsonObject headers(String address);
}
