package io.github.openairun.autoconfigure;

import java.util.Set;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

import io.github.openairun.wire.RunGateway;
import io.github.openairun.wire.WireClient;

/**
 * Finds out when an application starts whether it can connect as it is configured, which
 * the connection itself, made when it is used, would tell too late. A client or a wire
 * that the application brings is its own business, and one that has a key and configures
 * nothing else pays for no more than looking.
 */
final class ConnectionCheck {

	/** The details that are made of properties. */
	static final String DETAILS = "openAiConnectionDetails";

	private static final ConfigurationPropertyName CONNECTION = ConfigurationPropertyName.of("openai");

	private static final ConfigurationPropertyName RUN = ConfigurationPropertyName.of("openai.run");

	/** The key's property, and what Boot takes the key's variable for. */
	private static final Set<ConfigurationPropertyName> KEYS = Set
		.of(ConfigurationPropertyName.of(ApiKeyLookup.PROPERTY), ConfigurationPropertyName.of("openai.api.key"));

	private final ListableBeanFactory beanFactory;

	private final ConfigurableEnvironment environment;

	ConnectionCheck(ListableBeanFactory beanFactory, ConfigurableEnvironment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
	}

	void check() {
		if (hasKeyAndNothingElse() || hasOwn(WireClient.class) || hasOwn(RunGateway.class)) {
			return;
		}
		OpenAiConnectionDetails connection = this.beanFactory.getBean(OpenAiConnectionDetails.class);
		ConnectionSettings.requireUrlAndKey(connection, this.beanFactory);
		if (this.beanFactory.getBean(OpenAiProperties.class).getSsl().getBundle() != null) {
			ConnectionSettings.of(this.beanFactory);
		}
	}

	private boolean hasOwn(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false).length > 0;
	}

	private boolean hasKeyAndNothingElse() {
		if (!this.beanFactory.containsBean(DETAILS)
				|| this.beanFactory.getType(DETAILS, false) != PropertiesOpenAiConnectionDetails.class) {
			return false;
		}
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (configuresMore(source)) {
				return false;
			}
		}
		return ApiKeyLookup.find(this.environment) != null;
	}

	private static boolean configuresMore(ConfigurationPropertySource source) {
		if (source instanceof IterableConfigurationPropertySource iterable) {
			for (ConfigurationPropertyName name : iterable) {
				if (isOfConnection(name)) {
					return true;
				}
			}
			return false;
		}
		return source.containsDescendantOf(CONNECTION) != ConfigurationPropertyState.ABSENT;
	}

	private static boolean isOfConnection(ConfigurationPropertyName name) {
		return CONNECTION.isAncestorOf(name) && !KEYS.contains(name) && !RUN.equals(name) && !RUN.isAncestorOf(name);
	}

}
