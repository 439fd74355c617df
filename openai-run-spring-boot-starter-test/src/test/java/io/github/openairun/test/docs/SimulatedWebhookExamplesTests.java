package io.github.openairun.test.docs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.SimulatedWebhooks;

import static org.assertj.core.api.Assertions.assertThat;

class SimulatedWebhookExamplesTests {

	@Test
	void aReceiverIsNamed() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/openai/webhook", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		int port = server.getAddress().getPort();
		try (OpenAiSimulator simulator = OpenAiSimulator.start()) {
			simulator.webhooks().deliverTo("http://localhost:" + port + "/openai/webhook", "whsec_c2VjcmV0");
			assertThat(simulator.webhooks().send("response.completed", "resp_1").status()).isEqualTo(204);
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void aWebhookIsSigned() {
		String body = "{}";
		String secret = "whsec_c2VjcmV0";
		Map<String, String> headers = SimulatedWebhooks.headers("wh_1", Instant.now().minusSeconds(301), body, secret);
		assertThat(headers).containsOnlyKeys("webhook-id", "webhook-timestamp", "webhook-signature");
	}

}
