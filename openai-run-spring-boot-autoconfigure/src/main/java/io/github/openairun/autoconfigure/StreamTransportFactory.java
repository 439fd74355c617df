package io.github.openairun.autoconfigure;

import java.time.Duration;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

import io.github.openairun.wire.StreamTimer;
import io.github.openairun.wire.StreamTransport;

/**
 * Makes what carries streams, with what the application adds to its HTTP clients and to
 * their observation.
 */
record StreamTransportFactory(ObjectProvider<ClientHttpRequestFactoryBuilder<?>> factories,
		ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers,
		ObjectProvider<ObservationRegistry> observations,
		ObjectProvider<ClientRequestObservationConvention> conventions, ObjectProvider<StreamTimer> timers,
		Environment environment) {

	StreamTransport create(ConnectionSettings connection, Duration idleTimeout) {
		StreamTransport.Settings settings = StreamTransport.Settings.defaults()
			.withAnswerTimeout(connection.readTimeout())
			.withIdleTimeout(idleTimeout)
			.withObservations(this.observations.getIfUnique(() -> ObservationRegistry.NOOP))
			.withConvention(this.conventions.getIfAvailable(this::convention));
		return new StreamTransport(settings,
				(executor) -> new StreamClientFactory(this.factories.getIfAvailable(),
						this.customizers.orderedStream().toList())
					.create(connection.http(), executor),
				this.timers.getIfAvailable(StreamTimer::system));
	}

	/** The name is that which Boot gives to the observations of ordinary requests. */
	private ClientRequestObservationConvention convention() {
		return new DefaultClientRequestObservationConvention(this.environment
			.getProperty("management.observations.http.client.requests.name", "http.client.requests"));
	}

}
