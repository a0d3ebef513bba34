require 'json'

container = JSON.parse(File.read(ENV.fetch('CONTAINER')))

Vagrant.configure('2') do |config|
  config.vm.synced_folder '.', '/vagrant', disabled: true
  config.vm.provider :docker do |docker|
    docker.image = container['image']
    docker.create_args = container['createArgs']
    docker.has_ssh = true
    docker.env = { 'AUTHORIZED_KEY' => Vagrant.source_root.join('keys/vagrant.pub').read.strip }
  end

  # Behaves.
  config.vm.define 'one' do |one|
    one.vm.hostname = 'one'
    one.vm.provision :shell, name: 'greeting', inline: 'echo hello, $(hostname); touch /var/tmp/provisioned'
    one.vm.provision :shell, name: 'broken', run: 'never', inline: 'echo one step; echo the reason >&2; exit 3'
  end

  # Runs, and never answers on SSH.
  config.vm.define 'mute', autostart: false do |mute|
    mute.vm.boot_timeout = ENV.fetch('BOOT_TIMEOUT', '600').to_i
    mute.vm.provider(:docker) { |docker| docker.create_args = ['--entrypoint=sleep'] and docker.cmd = ['600'] }
  end

  # Wants a port that somebody has.
  config.vm.define 'taken', autostart: false do |taken|
    taken.vm.network :forwarded_port, guest: 80, host: ENV.fetch('TAKEN', '1').to_i, host_ip: '127.0.0.1'
  end
end
