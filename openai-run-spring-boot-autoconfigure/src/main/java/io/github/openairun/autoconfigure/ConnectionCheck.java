package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

import io.github.openairun.ApiKeySupplier;

/**
 * Finds out when an application starts whether it can connect as it is configured, which
 * the connection itself, made when it is used, would tell too late.
 */
class ConnectionCheck implements InitializingBean {

	private final OpenAiConnectionDetails connection;

	private final ObjectProvider<ApiKeySupplier> apiKeySuppliers;

	private final OpenAiProperties properties;

	private final ObjectProvider<ConnectionSettings> settings;

	ConnectionCheck(OpenAiConnectionDetails connection, ObjectProvider<ApiKeySupplier> apiKeySuppliers,
			OpenAiProperties properties, ObjectProvider<ConnectionSettings> settings) {
		this.connection = connection;
		this.apiKeySuppliers = apiKeySuppliers;
		this.properties = properties;
		this.settings = settings;
	}

	@Override
	public void afterPropertiesSet() {
		if (ConnectionSettings.needsKey(this.connection) && !StringUtils.hasText(this.connection.getApiKey())
				&& this.apiKeySuppliers.getIfAvailable() == null) {
			throw new MissingApiKeyException(this.connection.getBaseUrl());
		}
		if (this.properties.getSsl().getBundle() != null) {
			this.settings.getObject();
		}
	}

}
