package bench;

import java.util.Map;

/** One library, made to look like the others. */
interface Candidate {
    /** A schema, and instances prepared in the form that the library takes. */
    interface Compiled {
        boolean isValid(Object prepared);
    }

    String name();

    /** @param remotes other schemas of the suite by their address, as text */
    Compiled compile(String schema, boolean draft7, Map<String, String> remotes);

    /** The library's own tree of a text, as a pipeline that has parsed already would hold it. */
    Object prepare(String json);
}
