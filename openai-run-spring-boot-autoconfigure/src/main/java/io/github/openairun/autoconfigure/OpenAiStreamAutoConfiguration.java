package io.github.openairun.autoconfigure;

import java.time.Duration;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.context.annotation.Bean;

import io.github.openairun.wire.StreamTransport;

/**
 * {@link AutoConfiguration Auto-configuration} for the streams of servers.
 */
@AutoConfiguration(after = OpenAiConnectionAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiProperties.class)
public final class OpenAiStreamAutoConfiguration {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

	@Bean
	@ConditionalOnMissingBean
	StreamTransport openAiStreamTransport(OpenAiProperties properties, ObjectProvider<HttpClientSettings> shared,
			ObjectProvider<ObservationRegistry> observations) {
		HttpClientSettings http = shared.getIfAvailable(HttpClientSettings::defaults);
		HttpClientSettings settings = http
			.withConnectTimeout(first(properties.getConnectTimeout(), http.connectTimeout(), CONNECT_TIMEOUT));
		return new StreamTransport(
				StreamTransport.Settings.defaults()
					.withAnswerTimeout(first(properties.getReadTimeout(), http.readTimeout(), READ_TIMEOUT))
					.withIdleTimeout(properties.getStreamIdleTimeout())
					.withObservations(observations.getIfUnique(() -> ObservationRegistry.NOOP)),
				(executor) -> new JdkHttpClientBuilder().withExecutor(executor).build(settings));
	}

	private static Duration first(@Nullable Duration own, @Nullable Duration shared, Duration fallback) {
		return (own != null) ? own : (shared != null) ? shared : fallback;
	}

}
