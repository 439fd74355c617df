package io.github.openairun.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

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
			ObjectProvider<ObservationRegistry> observations) {
		return new StreamTransport(
				StreamTransport.Settings.defaults()
					.withAnswerTimeout(connection.readTimeout())
					.withIdleTimeout(properties.getStreamIdleTimeout())
					.withObservations(observations.getIfUnique(() -> ObservationRegistry.NOOP)),
				// The JDK client has no read time-out of its own; silence is watched by
				// the transport.
				(executor) -> new JdkHttpClientBuilder().withExecutor(executor)
					.build(connection.http().withReadTimeout(null)));
	}

}
