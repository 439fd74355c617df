package io.github.openairun.autoconfigure;

import java.time.Clock;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiKeySupplier;
import io.github.openairun.wire.Sleeper;
import io.github.openairun.wire.StreamTimer;
import io.github.openairun.wire.StreamTransport;
import io.github.openairun.wire.WireClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the connection to a server of runs,
 * which is made when it is used, and for the streams of servers, which are reached with
 * the same settings; whether there is a key is checked when the application starts.
 */
@Lazy
@AutoConfiguration(after = { SslAutoConfiguration.class, RestClientAutoConfiguration.class,
		ImperativeHttpClientAutoConfiguration.class })
@ConditionalOnClass(RestClient.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties(OpenAiProperties.class)
public final class OpenAiConnectionAutoConfiguration {

	@Bean(ConnectionCheck.DETAILS)
	@ConditionalOnMissingBean(OpenAiConnectionDetails.class)
	PropertiesOpenAiConnectionDetails openAiConnectionDetails(OpenAiProperties properties,
			ConfigurableEnvironment environment) {
		return new PropertiesOpenAiConnectionDetails(properties.getBaseUrl(), ApiKeyLookup.find(environment));
	}

	@Bean
	@Lazy(false)
	static ConnectionCheck openAiConnectionCheck(BeanFactory beanFactory, ConfigurableEnvironment environment) {
		return new ConnectionCheck(beanFactory, environment);
	}

	@Bean(ConnectionCheck.CLIENT)
	@ConditionalOnMissingBean(WireClient.class)
	WireClient openAiWireClient(OpenAiConnectionDetails connection, OpenAiProperties properties,
			ObjectProvider<RestClient.Builder> builders, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> factories, ObjectProvider<StreamTransport> transports,
			ObjectProvider<OpenAiRestClientCustomizer> customizers, ObjectProvider<ApiKeySupplier> apiKeySuppliers,
			ObjectProvider<Sleeper> sleepers, ObjectProvider<Clock> clocks) {
		RestClient client = ConnectionClient.rest(ConnectionSettings.of(beanFactory),
				builders.getIfAvailable(RestClient::builder),
				new RequestFactoryChoice(beanFactory, factories, transports.getIfAvailable()),
				customizers.orderedStream());
		return ConnectionClient.wire(client,
				ConnectionClient.apiKeySupplier(connection, apiKeySuppliers.getIfAvailable()), properties,
				sleepers.getIfAvailable(Sleeper::system), clocks.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean(StreamTransport.class)
	StreamTransport openAiStreamTransport(BeanFactory beanFactory, OpenAiProperties properties,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> factories,
			ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers,
			ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<ClientRequestObservationConvention> conventions, ObjectProvider<StreamTimer> timers,
			Environment environment) {
		return new StreamTransportFactory(factories, customizers, observations, conventions, timers, environment)
			.create(ConnectionSettings.of(beanFactory), properties.getStreamIdleTimeout());
	}

}
