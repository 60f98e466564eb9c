package io.sluice.support;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority and what it signs, made with the JDK's keytool; as PEM files in a folder of its own. */
public final class Authority {
    private static final String PASSWORD = "password";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;
    private final Path store;

    public Authority(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.store = folder.resolve("store.p12");
        generate("authority", List.of("-ext", "bc:c"));
    }

    /** The section cluster.tls of a node that has a certificate of this authority. */
    public JsonObject tlsOf(String node) throws Exception {
        generate(node, List.of("-signer", "authority"));
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new JsonObject()
                .put("cert", pem(node + ".crt", "CERTIFICATE", certificate(keys, node)))
                .put("key", pem(node + ".key", "PRIVATE KEY", key(keys, node).getEncoded()))
                .put("ca", pem("authority.crt", "CERTIFICATE", certificate(keys, "authority")));
    }

    private static byte[] certificate(KeyStore keys, String alias) throws GeneralSecurityException {
        return keys.getCertificate(alias).getEncoded();
    }

    private static Key key(KeyStore keys, String alias) throws GeneralSecurityException {
        return keys.getKey(alias, PASSWORD.toCharArray());
    }

    private String pem(String name, String type, byte[] content) throws IOException {
        String text =
                "-----BEGIN " + type + "-----\n" + LINES.encodeToString(content) + "\n-----END " + type + "-----\n";
        return "file:" + Files.writeString(folder.resolve(name), text);
    }

    private void generate(String alias, List<String> more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        command.addAll(more);
        try (NodeProcess keytool = NodeProcess.start(new ProcessBuilder(command))) {
            if (keytool.exit() != 0) {
                throw new IllegalStateException(keytool.output());
            }
        }
    }
}
