package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.util.StringUtils;

import io.github.openairun.ApiKeySupplier;

/**
 * Finds out when an application starts whether it can connect as it is configured, which
 * the connection itself, made when it is used, would tell too late. A client that the
 * application brings is its own business.
 */
class ConnectionCheck implements InitializingBean {

	/** The client that is made of properties and connection details. */
	static final String CLIENT = "openAiWireClient";

	private final BeanFactory beanFactory;

	ConnectionCheck(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterPropertiesSet() {
		if (!this.beanFactory.containsBean(CLIENT)) {
			return;
		}
		OpenAiConnectionDetails connection = this.beanFactory.getBean(OpenAiConnectionDetails.class);
		if (ConnectionSettings.needsKey(connection) && !StringUtils.hasText(connection.getApiKey())
				&& this.beanFactory.getBeanProvider(ApiKeySupplier.class).getIfAvailable() == null) {
			throw new MissingApiKeyException(connection.getBaseUrl());
		}
		if (this.beanFactory.getBean(OpenAiProperties.class).getSsl().getBundle() != null) {
			this.beanFactory.getBean(ConnectionSettings.class);
		}
	}

}
