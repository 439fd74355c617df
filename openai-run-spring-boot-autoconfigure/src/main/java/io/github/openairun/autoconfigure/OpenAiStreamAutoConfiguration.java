package io.github.openairun.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

import io.github.openairun.wire.StreamTimer;
import io.github.openairun.wire.StreamTransport;

/**
 * {@link AutoConfiguration Auto-configuration} for the streams of servers, which are
 * reached with the same settings as everything else.
 */
@Lazy
@AutoConfiguration(after = OpenAiConnectionAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiProperties.class)
public final class OpenAiStreamAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(StreamTransport.class)
	StreamTransport openAiStreamTransport(ConnectionSettings connection, OpenAiProperties properties,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> factories,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<ClientRequestObservationConvention> conventions, ObjectProvider<StreamTimer> timers,
			Environment environment) {
		StreamTransport.Settings settings = StreamTransport.Settings.defaults()
			.withAnswerTimeout(connection.readTimeout())
			.withIdleTimeout(properties.getStreamIdleTimeout())
			.withObservations(observations.getIfUnique(() -> ObservationRegistry.NOOP))
			.withConvention(conventions.getIfAvailable(() -> convention(environment)));
		return new StreamTransport(settings,
				(executor) -> new StreamClientFactory(factories.getIfAvailable(), customizers.orderedStream().toList())
					.create(connection.http(), executor),
				timers.getIfAvailable(StreamTimer::system));
	}

	/** The name is that which Boot gives to the observations of ordinary requests. */
	private static ClientRequestObservationConvention convention(Environment environment) {
		return new DefaultClientRequestObservationConvention(
				environment.getProperty("management.observations.http.client.requests.name", "http.client.requests"));
	}

}
