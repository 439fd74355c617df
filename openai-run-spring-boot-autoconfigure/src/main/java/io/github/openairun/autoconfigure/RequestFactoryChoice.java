package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.http.client.ClientHttpRequestFactory;

import io.github.openairun.wire.StreamTransport;

/**
 * Chooses what sends ordinary requests. As long as the application leaves it to Spring
 * Boot how HTTP clients are made, and that is the JDK's, requests share client and
 * threads with streams: Spring's own factory on that client writes each body on a thread
 * of its own, and on a machine with two processors takes each answer on another.
 * Otherwise the application's way counts.
 *
 * @param beanFactory knows how HTTP clients are made
 * @param builders makes the application's HTTP clients
 * @param transport carries streams, or {@code null} if it is the application's own
 */
record RequestFactoryChoice(ConfigurableListableBeanFactory beanFactory,
		ObjectProvider<ClientHttpRequestFactoryBuilder<?>> builders, @Nullable StreamTransport transport) {

	ClientHttpRequestFactory choose(ConnectionSettings settings) {
		ClientHttpRequestFactoryBuilder<?> builder = this.builders
			.getIfAvailable(ClientHttpRequestFactoryBuilder::detect);
		return (this.transport != null && builder instanceof JdkClientHttpRequestFactoryBuilder && isLeftToBoot())
				? this.transport.requestFactory(settings.readTimeout()) : builder.build(settings.http());
	}

	private boolean isLeftToBoot() {
		return names(ClientHttpRequestFactoryBuilderCustomizer.class).length == 0
				&& isMadeByBoot(ClientHttpRequestFactoryBuilder.class);
	}

	private String[] names(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type);
	}

	private boolean isMadeByBoot(Class<?> type) {
		for (String name : names(type)) {
			BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(name);
			if (!(definition instanceof RootBeanDefinition root) || root.getResolvedFactoryMethod() == null
					|| root.getResolvedFactoryMethod()
						.getDeclaringClass() != ImperativeHttpClientAutoConfiguration.class) {
				return false;
			}
		}
		return true;
	}

}
