package io.github.openairun.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.observation.ClientRequestObservationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamObservation}.
 */
class StreamObservationTests {

	private final List<Observation.Context> stopped = new ArrayList<>();

	@Test
	void observesAStreamAsSpringObservesRequests() throws Exception {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new Recorder());
		try (SocketServer server = new SocketServer((connection) -> {
			String request = connection.request();
			connection.begin();
			connection.push(
					StreamFixture.run(request.toLowerCase(Locale.ROOT).contains("x-trace: 7") ? "traced" : "untraced"));
			connection.end();
		});
				StreamFixture fixture = new StreamFixture(server.baseUrl(),
						StreamTransport.Settings.defaults().withObservations(registry))) {
			assertThat(EventLog.of(fixture.post()).completed().told()).containsExactly("run traced");
		}
		assertThat(this.stopped).hasSize(1);
		Observation.Context context = this.stopped.get(0);
		assertThat(context.getName()).isEqualTo("http.client.requests");
		assertThat(context.getLowCardinalityKeyValues()).contains(KeyValue.of("method", "POST"),
				KeyValue.of("uri", "/runs"), KeyValue.of("status", "200"), KeyValue.of("outcome", "SUCCESS"),
				KeyValue.of("exception", "none"));
	}

	private final class Recorder implements ObservationHandler<ClientRequestObservationContext> {

		@Override
		public void onStart(ClientRequestObservationContext context) {
			context.getSetter().set(context.getCarrier(), "x-trace", "7");
		}

		@Override
		public void onStop(ClientRequestObservationContext context) {
			StreamObservationTests.this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ClientRequestObservationContext;
		}

	}

}
