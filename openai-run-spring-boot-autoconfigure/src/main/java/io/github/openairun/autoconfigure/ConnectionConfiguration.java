package io.github.openairun.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.wire.RetryPolicy;
import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

/**
 * Configuration of the connection to the server.
 */
@Configuration(proxyBeanMethods = false)
class ConnectionConfiguration {

	@Bean
	@ConditionalOnMissingBean(OpenAiConnectionDetails.class)
	PropertiesOpenAiConnectionDetails openAiConnectionDetails(OpenAiProperties properties,
			ConfigurableEnvironment environment) {
		return new PropertiesOpenAiConnectionDetails(properties.getBaseUrl(), ApiKeyLookup.find(environment));
	}

	/**
	 * Configuration of the clients, which a {@link RunGateway} of the application does
	 * not need.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(RunGateway.class)
	static class ClientConfiguration {

		@Bean
		ConnectionSettings openAiConnectionSettings(OpenAiConnectionDetails connection, OpenAiProperties properties,
				ObjectProvider<HttpClientSettings> clientSettings, ObjectProvider<SslBundles> sslBundles) {
			return ConnectionSettings.of(connection, properties,
					clientSettings.getIfAvailable(HttpClientSettings::defaults), sslBundles);
		}

		@Bean
		@ConditionalOnMissingBean
		RetryPolicy openAiRetryPolicy(OpenAiProperties properties) {
			return RetryPolicy.defaults().withMaxRetries(properties.getMaxRetries());
		}

		@Bean
		@ConditionalOnMissingBean
		StreamTransport openAiStreamTransport(ConnectionSettings connection, OpenAiProperties properties,
				ObjectProvider<ClientHttpRequestFactoryBuilder<?>> clientBuilders,
				ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> clientCustomizers,
				ObjectProvider<ObservationRegistry> observationRegistries,
				ObjectProvider<ClientRequestObservationConvention> conventions, Environment environment,

				@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
			StreamTransport.Settings settings = StreamTransport.Settings.defaults()
				.withResponseTimeout(connection.readTimeout())
				.withIdleTimeout(properties.getStreamIdleTimeout())
				.withMaxResponseSize(Math.toIntExact(properties.getMaxResponseSize().toBytes()))
				.withObservations(observationRegistries.getIfUnique(() -> ObservationRegistry.NOOP))
				.withConvention(conventions.getIfAvailable(() -> convention(environment)));
			StreamClientFactory clients = new StreamClientFactory(clientBuilders.getIfAvailable(),
					clientCustomizers.orderedStream().toList());
			return new StreamTransport(settings, (executor) -> clients.create(connection.http(), executor), scheduler);
		}

		/** The name that Spring Boot gives to the observations of requests. */
		private static ClientRequestObservationConvention convention(Environment environment) {
			return new DefaultClientRequestObservationConvention(environment
				.getProperty("management.observations.http.client.requests.name", "http.client.requests"));
		}

		@Bean
		WireClientFactory openAiWireClientFactory(OpenAiProperties properties,
				ObjectProvider<RestClient.Builder> restClientBuilders, RequestFactorySource requestFactories,
				StreamTransport transport, RetryPolicy retryPolicy,
				@Qualifier(OpenAiRunAutoConfiguration.TASK_SCHEDULER) TaskScheduler scheduler) {
			int maxResponseSize = Math.toIntExact(properties.getMaxResponseSize().toBytes());
			return (settings, apiKeys, authentication, customizer) -> {
				RestClient.Builder restClient = restClientBuilders.getIfAvailable(RestClient::builder)
					.baseUrl(settings.baseUrl())
					.requestFactory(requestFactories.create(settings, transport))
					.defaultHeaders((headers) -> settings.headers().forEach(headers::set));
				customizer.accept(restClient);
				WireClient client = new WireClient(restClient.build(), apiKeys, retryPolicy, scheduler)
					.withStreams(transport)
					.withMaxResponseSize(maxResponseSize);
				client = settings.redirects() ? client : client.withoutRedirects();
				return (authentication == OpenAiProperties.Authentication.API_KEY) ? client.withKeyHeader("api-key")
						: client;
			};
		}

		@Bean
		@ConditionalOnMissingBean
		WireClient openAiWireClient(OpenAiConnectionDetails connection, ConnectionSettings settings,
				OpenAiProperties properties, WireClientFactory clients,
				ObjectProvider<OpenAiRestClientCustomizer> customizers,
				ObjectProvider<ApiKeySupplier> apiKeySuppliers) {
			ApiKeySupplier apiKeys = apiKeySuppliers
				.getIfAvailable(() -> ConnectionSettings.apiKeys(connection, ApiKeyLookup.PROPERTY));
			return clients.create(settings, apiKeys, properties.getAuthentication(),
					(builder) -> customizers.orderedStream().forEach((customizer) -> customizer.customize(builder)));
		}

	}

}
