package io.github.openairun.test.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hands requests on to a simulator, piece by piece, and counts them: as an HTTP proxy, or
 * as a server with a certificate that it signed itself.
 */
final class Relay implements AutoCloseable {

	private static final String PASSWORD = "changeit";

	private static final Set<String> RESTRICTED = Set.of("connection", "content-length", "host", "proxy-connection",
			"transfer-encoding", "upgrade", "http2-settings");

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpClient client = HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private final String target;

	private Relay(HttpServer server, String target) throws IOException {
		this.server = server;
		this.target = target;
		server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(this.threads);
		server.createContext("/", this::relay);
		server.start();
	}

	/** Start a proxy. */
	static Relay proxy() throws IOException {
		return new Relay(HttpServer.create(), "");
	}

	/**
	 * Start a server with TLS.
	 * @param keyStore where to put its certificate
	 * @param target the URL of the server without TLS
	 */
	static Relay secure(Path keyStore, String target) throws Exception {
		makeCertificate(keyStore);
		KeyStore keys = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
		KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		managers.init(keys, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(managers.getKeyManagers(), null, null);
		HttpsServer server = HttpsServer.create();
		server.setHttpsConfigurator(new HttpsConfigurator(context));
		return new Relay(server, target);
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
		assertThat(process.exitValue()).as(Files.readString(output)).isZero();
	}

	/** The properties of an SSL bundle that trusts a relay with this certificate. */
	static String[] bundle(String name, Path keyStore) {
		String prefix = "spring.ssl.bundle.jks." + name + ".truststore.";
		return new String[] { prefix + "location=file:" + keyStore, prefix + "type=PKCS12",
				prefix + "password=" + PASSWORD };
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	/** Selects this relay as the proxy of every server. */
	ProxySelector selector() {
		return ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
	}

	/** Return method and path of every request that has come. */
	List<String> requests() {
		return List.copyOf(this.requests);
	}

	private void relay(HttpExchange exchange) throws IOException {
		URI uri = exchange.getRequestURI();
		this.requests.add(exchange.getRequestMethod() + " " + uri.getRawPath());
		HttpRequest.Builder request = HttpRequest
			.newBuilder(uri.isAbsolute() ? uri : URI.create(this.target).resolve(uri))
			.version(HttpClient.Version.HTTP_1_1)
			.method(exchange.getRequestMethod(),
					HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		try (exchange) {
			answer(exchange, this.client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void answer(HttpExchange exchange, HttpResponse<InputStream> response) throws IOException {
		response.headers().map().forEach((name, values) -> {
			if (!RESTRICTED.contains(name.toLowerCase(Locale.ROOT))) {
				exchange.getResponseHeaders().put(name, values);
			}
		});
		exchange.sendResponseHeaders(response.statusCode(), 0);
		byte[] buffer = new byte[4096];
		try (InputStream in = response.body(); OutputStream out = exchange.getResponseBody()) {
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				out.write(buffer, 0, read);
				out.flush();
			}
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
