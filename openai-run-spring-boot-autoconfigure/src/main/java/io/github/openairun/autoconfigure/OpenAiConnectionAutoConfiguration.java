package io.github.openairun.autoconfigure;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriComponentsBuilder;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.Sleeper;
import io.github.openairun.wire.WireClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the connection to a server of runs.
 */
@AutoConfiguration(after = { RestClientAutoConfiguration.class, ImperativeHttpClientAutoConfiguration.class })
@ConditionalOnClass(RestClient.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiProperties.class)
public final class OpenAiConnectionAutoConfiguration {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

	@Bean
	@ConditionalOnMissingBean(OpenAiConnectionDetails.class)
	PropertiesOpenAiConnectionDetails openAiConnectionDetails(OpenAiProperties properties,
			ConfigurableEnvironment environment) {
		return new PropertiesOpenAiConnectionDetails(properties.getBaseUrl(), ApiKeyLookup.find(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	WireClient openAiWireClient(OpenAiConnectionDetails connection, OpenAiProperties properties,
			ObjectProvider<RestClient.Builder> builders, ObjectProvider<ClientHttpRequestFactoryBuilder<?>> factories,
			ObjectProvider<HttpClientSettings> settings, ObjectProvider<OpenAiRestClientCustomizer> customizers,
			ObjectProvider<ApiKeySupplier> apiKeySuppliers, ObjectProvider<Sleeper> sleepers,
			ObjectProvider<Clock> clocks) {
		RestClient.Builder builder = builders.getIfAvailable(RestClient::builder)
			.baseUrl(versioned(baseUrl(connection), properties.getApiVersion()))
			.requestFactory(factories.getIfAvailable(ClientHttpRequestFactoryBuilder::detect)
				.build(withTimeouts(settings.getIfAvailable(HttpClientSettings::defaults), properties)))
			.defaultHeaders((headers) -> {
				if (StringUtils.hasText(properties.getOrganization())) {
					headers.set("OpenAI-Organization", properties.getOrganization());
				}
				if (StringUtils.hasText(properties.getProject())) {
					headers.set("OpenAI-Project", properties.getProject());
				}
				properties.getHeaders().forEach(headers::set);
			});
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		WireClient client = new WireClient(builder.build(),
				apiKeySupplier(connection, apiKeySuppliers.getIfAvailable()),
				RetryPolicy.defaults().withMaxRetries(properties.getMaxRetries()),
				sleepers.getIfAvailable(Sleeper::system), clocks.getIfUnique(Clock::systemUTC));
		return (properties.getAuthentication() == OpenAiProperties.Authentication.API_KEY)
				? client.withKeyHeader("api-key") : client;
	}

	private static String versioned(String baseUrl, @Nullable String apiVersion) {
		if (!StringUtils.hasText(apiVersion)) {
			return baseUrl;
		}
		UriComponentsBuilder builder = UriComponentsBuilder.fromUriString(baseUrl);
		return builder.replaceQueryParam("api-version", apiVersion.strip()).build().toUriString();
	}

	private static String baseUrl(OpenAiConnectionDetails connection) {
		String baseUrl = connection.getBaseUrl().strip();
		if (!baseUrl.matches("(?i)https?://[^/].*")) {
			throw new InvalidConfigurationPropertyValueException("openai.base-url", baseUrl,
					"It must be an absolute http or https URL, such as https://api.openai.com/v1");
		}
		int query = baseUrl.indexOf('?');
		String path = StringUtils.trimTrailingCharacter((query >= 0) ? baseUrl.substring(0, query) : baseUrl, '/');
		return (query >= 0) ? path + baseUrl.substring(query) : path;
	}

	private static HttpClientSettings withTimeouts(HttpClientSettings settings, OpenAiProperties properties) {
		return settings
			.withConnectTimeout(first(properties.getConnectTimeout(), settings.connectTimeout(), CONNECT_TIMEOUT))
			.withReadTimeout(first(properties.getReadTimeout(), settings.readTimeout(), READ_TIMEOUT));
	}

	private static Duration first(@Nullable Duration own, @Nullable Duration shared, Duration fallback) {
		return (own != null) ? own : (shared != null) ? shared : fallback;
	}

	private static @Nullable ApiKeySupplier apiKeySupplier(OpenAiConnectionDetails connection,
			@Nullable ApiKeySupplier supplier) {
		if (supplier != null) {
			return supplier;
		}
		String key = connection.getApiKey();
		if (StringUtils.hasText(key)) {
			return (request) -> key;
		}
		if (needsKey(baseUrl(connection))) {
			throw new MissingApiKeyException(connection.getBaseUrl());
		}
		return null;
	}

	/**
	 * Self-hosted servers often need no key; OpenAI's own always do.
	 */
	private static boolean needsKey(String baseUrl) {
		String host = URI.create(baseUrl).getHost();
		return host != null && (host.toLowerCase(Locale.ROOT).equals("openai.com")
				|| host.toLowerCase(Locale.ROOT).endsWith(".openai.com"));
	}

}
