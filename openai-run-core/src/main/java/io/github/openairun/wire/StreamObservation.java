package io.github.openairun.wire;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.observation.ClientHttpObservationDocumentation;
import org.springframework.http.client.observation.ClientRequestObservationContext;

/**
 * Observes a stream as Spring's clients observe their requests
 * ({@code http.client.requests}), from the request to the end of the stream.
 */
final class StreamObservation {

	private final ClientRequestObservationContext context;

	private final Observation observation;

	private StreamObservation(ClientRequestObservationContext context, Observation observation) {
		this.context = context;
		this.observation = observation;
	}

	/**
	 * Start the observation of a request, which gets the headers of its trace.
	 * @param caller the observation in which the request is made, or {@code null}
	 */
	static StreamObservation start(StreamRequest request, StreamTransport.Settings settings,
			@Nullable Observation caller) {
		ClientRequestObservationContext context = new ClientRequestObservationContext(request);
		if (request.getAttributes().get(RequestSender.URI_TEMPLATE) instanceof String template) {
			context.setUriTemplate(template);
		}
		return new StreamObservation(context,
				ClientHttpObservationDocumentation.HTTP_CLIENT_EXCHANGES
					.observation(null, settings.convention(), () -> context, settings.observations())
					.parentObservation(caller)
					.start());
	}

	void received(ReceivedResponse response) {
		this.context.setResponse(response.toClientResponse());
	}

	void stop(@Nullable Throwable failure) {
		if (failure != null) {
			this.observation.error(failure);
		}
		this.observation.stop();
	}

}
