package io.github.openairun.test.docs;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.WebhookEvent;
import io.github.openairun.test.simulator.SimulatedWebhooks;
import io.github.openairun.web.WebhookIdStore;
import io.github.openairun.web.WebhookReceiver;
import io.github.openairun.web.WebhookVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of docs/webhooks.md. The filter chain is tested in
 * {@link WebhookIntegrationTests}.
 */
class WebhookExamplesTests {

	private final List<String> collected = new ArrayList<>();

	@Test
	void theListenerTakesTheEventsThatItKnows() {
		BatchListener listener = new BatchListener(this.collected::add);
		listener.received(new WebhookEvent("wh_1", "batch.completed", "batch_1", Instant.EPOCH));
		listener.received(new WebhookEvent("wh_2", "response.completed", "resp_1", Instant.EPOCH));
		assertThat(this.collected).containsExactly("batch_1");
	}

	@Test
	void anEndpointOfTheApplicationPassesWebhooksOn() {
		List<WebhookEvent> events = new ArrayList<>();
		WebhookReceiver receiver = new WebhookReceiver(new WebhookVerifier(List.of("secret"), Clock.systemUTC()),
				WebhookIdStore.inMemory(10), new WebhookReceiver.Handlers(events::add, (outcome) -> {
				}), 1024);
		WebhookEndpoint endpoint = new WebhookEndpoint(receiver);
		String body = "{\"type\":\"response.completed\",\"data\":{\"id\":\"resp_1\"}}";
		HttpHeaders headers = new HttpHeaders();
		Map<String, String> signed = SimulatedWebhooks.headers("wh_1", Instant.now(), body, "secret");
		signed.forEach(headers::add);
		assertThat(endpoint.receive(headers, body.getBytes()).getStatusCode().value()).isEqualTo(204);
		assertThat(endpoint.receive(headers, "{}".getBytes()).getStatusCode().value()).isEqualTo(401);
		assertThat(events).extracting(WebhookEvent::responseId).containsExactly("resp_1");
	}

	interface Batches {

		void collect(String batchId);

	}

	static class BatchListener {

		private final Batches batches;

		BatchListener(Batches batches) {
			this.batches = batches;
		}

		@EventListener
		void received(WebhookEvent event) {
			if (event.type().equals("batch.completed")) {
				this.batches.collect(event.objectId());
			}
		}

	}

	@RestController
	static class WebhookEndpoint {

		private final WebhookReceiver receiver;

		WebhookEndpoint(WebhookReceiver receiver) {
			this.receiver = receiver;
		}

		@PostMapping("/openai/webhook")
		ResponseEntity<Void> receive(@RequestHeader HttpHeaders headers, @RequestBody byte[] body) {
			return ResponseEntity.status(this.receiver.receive(headers, body).status()).build();
		}

	}

	/** The filter chain of the page. */
	@Configuration(proxyBeanMethods = false)
	static class WebhookSecurityConfiguration {

		@Bean
		@Order(1)
		SecurityFilterChain webhookFilterChain(HttpSecurity http) {
			return http.securityMatcher("/openai/webhook")
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.csrf(AbstractHttpConfigurer::disable)
				.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
				.build();
		}

	}

}
