package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.trafficlistener.WiremockNetworkTrafficListener;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server on the loopback interface with a certificate that it signed itself, made anew
 * for each.
 */
final class SecureServer implements AutoCloseable {

	static final String PASSWORD = "changeit";

	private final Path keyStore;

	private final Connections connections = new Connections();

	private final WireMockServer server;

	SecureServer(Path folder, boolean http2) throws Exception {
		this.keyStore = folder.resolve("server.p12");
		makeCertificate(this.keyStore);
		this.server = new WireMockServer(wireMockConfig().httpDisabled(true)
			.dynamicHttpsPort()
			.http2TlsDisabled(!http2)
			.keystorePath(this.keyStore.toString())
			.keystoreType("PKCS12")
			.keystorePassword(PASSWORD)
			.keyManagerPassword(PASSWORD)
			.networkTrafficListener(this.connections));
		this.server.start();
	}

	private static void makeCertificate(Path keyStore) throws IOException, InterruptedException {
		Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
		Path output = Files.createTempFile(keyStore.getParent(), "keytool", ".log");
		Process process = new ProcessBuilder(List.of(tool.toString(), "-genkeypair", "-alias", "server", "-keyalg",
				"EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost", "-validity", "2", "-storetype", "PKCS12",
				"-keystore", keyStore.toString(), "-storepass", PASSWORD))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
	}

	WireMockServer server() {
		return this.server;
	}

	String baseUrl() {
		return "https://localhost:" + this.server.httpsPort() + "/v1";
	}

	/** How many connections were opened since {@link #reset()}. */
	int connections() {
		return this.connections.opened.get();
	}

	void reset() {
		this.server.resetAll();
		this.server.stubFor(any(anyUrl()).willReturn(okJson("{}")));
		this.connections.opened.set(0);
	}

	/** The properties of an SSL bundle that trusts this server. */
	String[] bundle(String name) {
		String prefix = "spring.ssl.bundle.jks." + name + ".truststore.";
		return new String[] { prefix + "location=file:" + this.keyStore, prefix + "type=PKCS12",
				prefix + "password=" + PASSWORD };
	}

	@Override
	public void close() {
		this.server.stop();
	}

	private static final class Connections implements WiremockNetworkTrafficListener {

		private final AtomicInteger opened = new AtomicInteger();

		@Override
		public void opened(Socket socket) {
			this.opened.incrementAndGet();
		}

		@Override
		public void incoming(Socket socket, ByteBuffer bytes) {
		}

		@Override
		public void outgoing(Socket socket, ByteBuffer bytes) {
		}

		@Override
		public void closed(Socket socket) {
		}

	}

}
