package io.github.openairun.autoconfigure;

import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.Executor;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.wire.StreamTransport;

/**
 * Makes what carries streams, with what the application adds to its HTTP clients and to
 * their observation.
 *
 * @param beanFactory has what the application adds
 * @param environment knows how Boot names the observations of requests
 */
record StreamTransportFactory(BeanFactory beanFactory, Environment environment) {

	StreamTransport create(ConnectionSettings connection) {
		StreamTransport.Settings settings = StreamTransport.Settings.defaults()
			.withAnswerTimeout(connection.readTimeout())
			.withIdleTimeout(this.beanFactory.getBean(OpenAiProperties.class).getStreamIdleTimeout())
			.withObservations(this.beanFactory.getBeanProvider(ObservationRegistry.class)
				.getIfUnique(() -> ObservationRegistry.NOOP))
			.withConvention(this.beanFactory.getBeanProvider(ClientRequestObservationConvention.class)
				.getIfAvailable(this::convention));
		return new StreamTransport(settings, (executor) -> client(connection.http(), executor),
				this.beanFactory.getBean(OpenAiRunAutoConfiguration.TASK_SCHEDULER, TaskScheduler.class));
	}

	private HttpClient client(HttpClientSettings settings, Executor executor) {
		ObjectProvider<ClientHttpRequestFactoryBuilder<?>> shared = this.beanFactory
			.getBeanProvider(ResolvableType.forClass(ClientHttpRequestFactoryBuilder.class));
		ObjectProvider<ClientHttpRequestFactoryBuilderCustomizer<?>> customizers = this.beanFactory
			.getBeanProvider(ResolvableType.forClass(ClientHttpRequestFactoryBuilderCustomizer.class));
		List<ClientHttpRequestFactoryBuilderCustomizer<?>> all = customizers.orderedStream().toList();
		return new StreamClientFactory(shared.getIfAvailable(), all).create(settings, executor);
	}

	/** The name is that which Boot gives to the observations of ordinary requests. */
	private ClientRequestObservationConvention convention() {
		return new DefaultClientRequestObservationConvention(this.environment
			.getProperty("management.observations.http.client.requests.name", "http.client.requests"));
	}

}
